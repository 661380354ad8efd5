import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from './browser.js';

browser({ texts: { 'value.status.in_transit': 'on its way' } });
const { subject, text } = await import('../../main/webapp/assets/values.js');
const { inLanguage, valueName } = await import('../../main/webapp/assets/texts.js');

test('a day is written as the reader writes it', () => {
  assert.equal(text('2026-01-16'), 'Jan 16, 2026');
});

test('what is no day stays as it is', () => {
  assert.equal(text('2026-02-30'), '2026-02-30');
  assert.equal(text('2026-1-16'), '2026-1-16');
  assert.equal(text('A-2026-01-16'), 'A-2026-01-16');
});

test('a call is about what it names, which a recurrence rule does not', () => {
  const every = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0';

  assert.equal(subject({ every, what: 'water the plants' }), 'water the plants');
  assert.equal(subject({ every: `DTSTART;TZID=Asia/Tokyo:20260302T090000 RRULE:${every}` }), '');
  assert.equal(subject({ orderNumber: 'A-1001' }), 'A-1001');
  assert.equal(subject({ period: 'last_month' }), '');
});

test('a value is called as the reader calls it, if there is a text for it', () => {
  assert.equal(valueName('status', 'in_transit'), 'on its way');
  assert.equal(valueName('status', 'lost'), undefined);
  assert.equal(valueName('carrier', 'in_transit'), undefined);
});

test('of words in each language the reader gets theirs', () => {
  assert.equal(inLanguage({ en: 'every day', zh: '每天' }), 'every day');
  assert.equal(inLanguage(undefined), undefined);
});
