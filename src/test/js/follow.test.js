import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from './browser.js';

browser();
const { Follow } = await import('../../main/webapp/assets/follow.js');

// Like an element of the page, it is never scrolled beyond its end.
class Box extends EventTarget {
  #height = 1000;

  #top = 600;

  clientHeight = 400;

  querySelector() {
    return {};
  }

  get scrollHeight() {
    return this.#height;
  }

  set scrollHeight(height) {
    this.#height = height;
    this.scrollTop = this.#top;
  }

  get scrollTop() {
    return this.#top;
  }

  set scrollTop(top) {
    this.#top = Math.min(top, this.#height - this.clientHeight);
  }
}

let box;
let button;
let grown;

beforeEach(() => {
  globalThis.ResizeObserver = class {
    constructor(grows) {
      grown = grows;
    }

    observe() {}
  };
  box = new Box();
  button = Object.assign(new EventTarget(), { hidden: true });
  new Follow(box, button);
});

function scrolledTo(top) {
  box.scrollTop = top;
  box.dispatchEvent(new Event('scroll'));
}

function growsTo(height) {
  box.scrollHeight = height;
  grown();
}

test('the newest stays in sight while the reader is at the bottom', () => {
  growsTo(1500);

  assert.equal(box.scrollTop, 1100);
  assert.equal(button.hidden, true);
});

test('who reads further up is left there, and is offered the way back', () => {
  scrolledTo(600);
  scrolledTo(100);
  growsTo(1500);
  assert.equal(box.scrollTop, 100);
  assert.equal(button.hidden, false);

  button.dispatchEvent(new Event('click'));
  assert.equal(box.scrollTop, 1100);
  assert.equal(button.hidden, true);
});

test('who comes back near to the bottom is followed again', () => {
  scrolledTo(600);
  scrolledTo(100);
  scrolledTo(530);
  growsTo(1500);

  assert.equal(box.scrollTop, 1100);
});

test('what grows below moves nobody up: a scroll that went down follows on', () => {
  scrolledTo(600);
  box.scrollHeight = 2000;
  scrolledTo(610);
  growsTo(2100);

  assert.equal(box.scrollTop, 1700);
});

test('what shrinks and has grown again before the scroll is heard of moves nobody up', () => {
  scrolledTo(600);
  growsTo(700);
  box.scrollHeight = 1500;
  scrolledTo(300);
  growsTo(1600);

  assert.equal(box.scrollTop, 1200);
  assert.equal(button.hidden, true);
});
