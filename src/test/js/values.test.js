import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from './browser.js';

browser();
const { text } = await import('../../main/webapp/assets/values.js');

test('a day is written as the reader writes it', () => {
  assert.equal(text('2026-01-16'), 'Jan 16, 2026');
});

test('what is no day stays as it is', () => {
  assert.equal(text('2026-02-30'), '2026-02-30');
  assert.equal(text('2026-1-16'), '2026-1-16');
  assert.equal(text('A-2026-01-16'), 'A-2026-01-16');
});
