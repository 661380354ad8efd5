import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from './browser.js';

browser({ texts: { 'chat.toolong': '{0} of {1}' } });
const { Composer } = await import('../../main/webapp/assets/composer.js');
const { drafts } = await import('../../main/webapp/assets/drafts.js');
globalThis.getComputedStyle = () => ({ lineHeight: '20px' });

let field;
let composer;
let told;
let sent;
let stopped;

beforeEach(() => {
  field = Object.assign(new EventTarget(), {
    value: '', selectionStart: 0, selectionEnd: 0, rows: 1, scrollHeight: 36, readOnly: false, dataset: { most: '1000' }, focus() {},
  });
  [told, sent, stopped] = [[], [], 0];
  composer = new Composer(field, { send: (text) => sent.push(text), stop: () => { stopped += 1; }, tell: (text) => told.push(text) });
  drafts.set('c', '');
  drafts.set(null, '');
});

function happens(type, members) {
  const event = Object.assign(new Event(type, { cancelable: true }), members);
  field.dispatchEvent(event);
  return !event.defaultPrevented;
}

function typed(text) {
  field.value = text;
  happens('input', {});
}

test('what fits is taken to the last character', () => {
  field.value = 'x'.repeat(990);
  field.selectionStart = field.selectionEnd = 990;

  assert.equal(happens('beforeinput', { data: 'y'.repeat(10) }), true);
  assert.deepEqual(told, []);
});

test('what would be too long is not taken at all, and it is said how long it would be', () => {
  field.value = 'x'.repeat(990);
  field.selectionStart = field.selectionEnd = 990;

  assert.equal(happens('beforeinput', { dataTransfer: { getData: () => 'y'.repeat(300) } }), false);
  assert.deepEqual(told, ['1,290 of 1,000']);
});

test('what is selected makes room, and a line that ends as in Windows is one character longer, not two', () => {
  field.value = 'x'.repeat(1000);
  Object.assign(field, { selectionStart: 0, selectionEnd: 4 });

  assert.equal(happens('beforeinput', { data: 'a\r\nb' }), true);
  assert.equal(happens('beforeinput', { data: 'abcde' }), false);
});

test('what is typed into a text that is too long already can be taken away', () => {
  field.value = 'x'.repeat(1200);
  field.selectionStart = field.selectionEnd = 1200;

  assert.equal(happens('beforeinput', { data: null }), true);
});

test('a message that is too long is not sent, and said so', () => {
  assert.equal(composer.takes('x'.repeat(1000)), true);
  assert.equal(composer.takes('x'.repeat(1001)), false);
  assert.deepEqual(told, ['1,001 of 1,000']);
});

test('Enter sends; with Shift, or for an input method, it does not', () => {
  field.value = 'hello';
  happens('keydown', { key: 'Enter', shiftKey: true });
  happens('keydown', { key: 'Enter', isComposing: true });
  happens('keydown', { key: 'Enter', keyCode: 229 });
  assert.deepEqual(sent, []);

  assert.equal(happens('keydown', { key: 'Enter' }), false);
  assert.deepEqual(sent, ['hello']);
});

test('Escape stops, unless it ends a composition', () => {
  happens('keydown', { key: 'Escape', isComposing: true });
  assert.equal(stopped, 0);
  happens('keydown', { key: 'Escape' });
  assert.equal(stopped, 1);
});

test('a draft belongs to its conversation', () => {
  composer.open(null);
  typed('to a new one');
  composer.open('c');
  assert.equal(field.value, '');
  typed('to this one');
  composer.open(null);

  assert.equal(field.value, 'to a new one');
  assert.equal(drafts.of('c'), 'to this one');
});

test('what is sent is no draft any more, what else was written meanwhile is', () => {
  composer.open('c');
  typed('hello');
  composer.sent('c', 'hello');
  assert.deepEqual([field.value, drafts.of('c')], ['', '']);

  typed('hello again');
  composer.sent('c', 'hello');
  assert.deepEqual([field.value, drafts.of('c')], ['hello again', 'hello again']);
});

test('what is given back stands before what was written meanwhile', () => {
  composer.open('c');
  typed('more');
  composer.putBack('c', 'hello');

  assert.equal(field.value, 'hello\n\nmore');
});

test('the field grows with what is in it, but not for ever', () => {
  field.scrollHeight = 16 + 3 * 20;
  composer.show('a\nb\nc');
  assert.equal(field.rows, 3);
  field.scrollHeight = 16 + 50 * 20;
  composer.grow();
  assert.equal(field.rows, 8);
});
