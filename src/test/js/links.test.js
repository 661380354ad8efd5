import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from './browser.js';

browser();
const { destination } = await import('../../main/webapp/assets/links.js');
const { person, visible } = await import('../../main/webapp/assets/dom.js');

test('a link that stays here, or is no web address, leads nowhere else', () => {
  for (const href of ['index.xhtml?c=1', 'https://clda.example/approvals.xhtml', 'mailto:a@b.example', 'javascript:alert(1)', 'https://[']) {
    assert.equal(destination(href, 'here'), null, href);
  }
});

test('a link that names its host is what it says', () => {
  const leads = destination('https://www.bank.example/a', 'see bank.example');

  assert.deepEqual(leads, { host: 'www.bank.example', disguised: false, named: true });
});

test('a link that names another host, hides it behind a name or writes it in other letters pretends', () => {
  for (const [href, text] of [
    ['https://evil.example/', 'https://bank.example/login'],
    ['https://bank.example@evil.example/', 'bank'],
    ['https://b\u0430nk.example/', 'the bank'],
    ['https://evil.example/', 'bank.example and evil.example'],
  ]) {
    assert.equal(destination(href, text).disguised, true, href);
  }
});

test('characters that are not seen are shown as what they are', () => {
  assert.equal(visible('pay\u202e100\u200b'), 'pay⟨U+202E⟩100⟨U+200B⟩');
  assert.equal(visible('two\nlines\tand 中文'), 'two\nlines\tand 中文');
  assert.equal(visible(null), 'null');
});

test('a person is named without the id of the account', () => {
  assert.equal(person('alice~abcdefghij'), 'alice');
  assert.equal(person('a~b'), 'a~b');
});
