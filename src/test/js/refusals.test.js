import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from './browser.js';

const texts = { 'refused.gone': '不存在', 'refused.long-text': '文本有 {0} 个字符，最多 {1} 个', 'refused.other': '被拒绝' };

// The module as it is on a page in this language.
async function refusalIn(language) {
  browser({ language, texts });
  const words = await import(`../../main/webapp/assets/texts.js?${language}`);
  return { words, refusal: (await import('../../main/webapp/assets/refusals.js')).refusal };
}

test('in Chinese a refusal is told in Chinese, with the numbers in it', async () => {
  const { refusal } = await refusalIn('zh-CN');

  assert.equal(refusal('Not found.'), '不存在');
  assert.equal(refusal('There is no such conversation.'), '不存在');
  assert.equal(refusal('The text has 120000 characters; the maximum is 100000.'), '文本有 120,000 个字符，最多 100,000 个');
});

test('what there are no words for stands as the server said it', async () => {
  const { refusal } = await refusalIn('zh-CN');

  assert.equal(refusal('The moon is full.'), '被拒绝（The moon is full.）');
});

test('a label is followed by the colon of its language', async () => {
  assert.equal((await refusalIn('zh-CN')).words.labelled('a', 'b'), 'a：b');
  assert.equal((await refusalIn('en')).words.labelled('a', 'b'), 'a: b');
});

test('why a tool did not do it is told in the reader\'s language, with what was asked for in it', async () => {
  browser({ language: 'zh-CN', texts: { 'failure.no_such_schedule': '没有编号为 {number} 的安排。' } });
  const { failure } = await import('../../main/webapp/assets/texts.js?failures');

  assert.equal(failure({ code: 'no_such_schedule', message: 'There is no schedule 7.' }, { number: 7 }), '没有编号为 7 的安排。');
  assert.equal(failure({ code: 'failed', message: 'The tower is occupied.' }, { number: 7 }), 'The tower is occupied.');
});
