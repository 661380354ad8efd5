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

// What has been asked of the list is answered, one after the other.
async function answered(...works) {
  for (let i = 0; i < works.length; i += 1) {
    await answers();
  }
  await Promise.all(works);
}

beforeEach(async () => {
  asked = [];
  rows = [];
  list = new PagedList({ after() {} }, 'approvals', (items, first) => { rows = first ? items : [...rows, ...items]; }, assert.fail);
  await answered(list.load());
});

test('what comes next is added', async () => {
  await answered(list.further());

  assert.equal(rows.length, 100);
});

test('who asks for more gets it, though the list is loaded again meanwhile', async () => {
  await answered(list.further(), list.load());

  assert.equal(rows.length, 100);
});

test('who asks for more while the list is loaded again gets it after that', async () => {
  await answered(list.load(), list.further());

  assert.equal(rows.length, 100);
});
