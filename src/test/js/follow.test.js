import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from './browser.js';

browser();
const { Follow } = await import('../../main/webapp/assets/follow.js');

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
  box = Object.assign(new EventTarget(), { scrollHeight: 1000, clientHeight: 400, scrollTop: 600, querySelector: () => ({}) });
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

  assert.equal(box.scrollTop, 1500);
  assert.equal(button.hidden, true);
});

test('who reads further up is left there, and is offered the way back', () => {
  scrolledTo(600);
  scrolledTo(100);
  growsTo(1500);
  assert.equal(box.scrollTop, 100);
  assert.equal(button.hidden, false);

  button.dispatchEvent(new Event('click'));
  assert.equal(box.scrollTop, 1500);
  assert.equal(button.hidden, true);
});

test('who comes back near to the bottom is followed again', () => {
  scrolledTo(600);
  scrolledTo(100);
  scrolledTo(530);
  growsTo(1500);

  assert.equal(box.scrollTop, 1500);
});

test('what grows below moves nobody up: a scroll that went down follows on', () => {
  scrolledTo(600);
  box.scrollHeight = 2000;
  scrolledTo(610);
  growsTo(2100);

  assert.equal(box.scrollTop, 2100);
});
