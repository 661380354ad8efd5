import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from './browser.js';

browser();
document.createElement = () => Object.assign(new EventTarget(), { setAttribute() {}, append() {} });
const { PagedList } = await import('../../main/webapp/assets/paged.js');

const ALL = 120;
let asked;
let rows;
let list;

// The server answers in the order in which the test says so.
globalThis.fetch = (path) => new Promise((answer) => {
  const { searchParams } = new URL(path, 'https://clda.example/');
  const from = Number(searchParams.get('after') ?? 0);
  const to = Math.min(ALL, from + Number(searchParams.get('limit')));
  const items = Array.from({ length: to - from }, (_, i) => from + i);
  asked.push(() => answer(new Response(JSON.stringify({ items, count: ALL, ...(to < ALL ? { next: String(to) } : {}) }),
    { headers: { 'Content-Type': 'application/json' } })));
});

async function answers() {
  for (let tick = 0; tick < 20 && asked.length === 0; tick += 1) {
    await new Promise(setImmediate);
  }
  asked.shift()();
}

beforeEach(() => {
  asked = [];
  rows = [];
  list = new PagedList({ after() {} }, 'approvals', (items, first) => { rows = first ? items : [...rows, ...items]; }, assert.fail);
});

test('what comes next is added', async () => {
  const loaded = list.load();
  await answers();
  await loaded;
  const more = list.further();
  await answers();
  await more;

  assert.equal(rows.length, 100);
});

test('who asks for more gets it, though the list is loaded again meanwhile', async () => {
  const loaded = list.load();
  await answers();
  await loaded;

  const more = list.further();
  const again = list.load();
  await answers();
  await answers();
  await Promise.all([more, again]);

  assert.equal(rows.length, 100);
});

test('who asks for more while the list is loaded again gets it after that', async () => {
  const loaded = list.load();
  await answers();
  await loaded;

  const again = list.load();
  const more = list.further();
  await answers();
  await answers();
  await Promise.all([more, again]);

  assert.equal(rows.length, 100);
});
