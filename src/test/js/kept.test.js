import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from './browser.js';

let pages = 0;

// A page that this person opens in the browser.
async function opened(person = 'alice') {
  document.body.dataset.person = person;
  pages += 1;
  return (await import(`../../main/webapp/assets/kept.js?${pages}`)).kept;
}

beforeEach(() => browser());

test('what is kept is there after a reload, under its name', async () => {
  const before = await opened();
  before.set('draft-1', 'Dear');
  before.set('field-x', 'x');
  const after = await opened();

  assert.equal(after.get('draft-1'), 'Dear');
  assert.equal(after.get('draft-2'), null);
  assert.deepEqual(after.names('draft-'), ['draft-1']);
  after.remove('draft-1');
  assert.deepEqual((await opened()).names('draft-'), []);
});

test('what another person left is erased, and what is not kept by this page stays', async () => {
  (await opened('alice')).set('draft-1', 'Dear');
  localStorage.setItem('clda-theme', 'dark');
  const bob = await opened('bob');

  assert.equal(bob.get('draft-1'), null);
  assert.deepEqual(Object.keys(localStorage).sort(), ['clda-person', 'clda-theme']);
});

test('a name that begins like another person\'s is not theirs', async () => {
  (await opened('al')).set('draft-1', 'Dear');
  const other = await opened('al-x');

  assert.deepEqual(other.names(''), []);
});

test('who signs out leaves nothing, also of what is typed afterwards', async () => {
  const page = await opened();
  page.set('draft-1', 'Dear');
  page.eraseAll();
  page.set('draft-1', 'Dear Sir');

  assert.deepEqual(Object.keys(localStorage), []);
  assert.equal(page.get('draft-1'), null);
});

test('where no room is left it is kept as long as the page is open, and not as it was before', async () => {
  const page = await opened();
  page.set('draft-1', 'Dear');
  localStorage.may.full = true;
  page.set('draft-1', 'Dear Sir');

  assert.equal(page.get('draft-1'), 'Dear Sir');
  assert.deepEqual(page.names('draft-'), ['draft-1']);
  assert.equal((await opened()).get('draft-1'), null);
});

test('where nothing may be stored the page works', async () => {
  localStorage.may.broken = true;
  const page = await opened();
  page.set('draft-1', 'Dear');

  assert.equal(page.get('draft-1'), 'Dear');
  page.eraseAll();
  assert.equal(page.get('draft-1'), null);
});

test('nobody is kept anything for before they have signed in', async () => {
  const page = await opened('');
  page.set('draft-1', 'Dear');

  assert.deepEqual(Object.keys(localStorage), []);
});

for (const [newValue, to] of [['bob', 'index.xhtml'], [null, 'login.xhtml']]) {
  test(`a window of somebody who is not signed in any more goes to ${to}`, async () => {
    const page = await opened('alice');
    window.dispatchEvent(Object.assign(new Event('storage'), { key: 'clda-person', newValue }));
    page.set('draft-1', 'Dear');

    assert.equal(location.went, to);
    assert.deepEqual(page.names('draft-'), []);
  });
}
