import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { browser, calm, Server, storage } from './browser.js';

browser();
const { Outbox } = await import('../../main/webapp/assets/outbox.js');

let server;
let answer;
let happened;

const handler = {
  taken: (conversationId, message, turn) => happened.push(['taken', conversationId, message.text, turn.id]),
  refused: (conversationId, message, problem) => happened.push(['refused', conversationId, message.text, problem?.status ?? null]),
};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  globalThis.localStorage = storage();
  globalThis.sessionStorage = storage();
  happened = [];
  answer = ({ body }) => ({ status: 202, json: { id: `t-${body.text}` } });
  server = new Server((request) => answer(request));
});

async function passes(milliseconds) {
  mock.timers.tick(milliseconds);
  await calm();
}

const keptKeys = () => Object.keys(localStorage).filter((key) => key.includes('sending-'));
const said = () => server.requests.map(({ body }) => body.text);

test('what is said is kept until the server has taken it', async () => {
  const outbox = new Outbox(handler);
  outbox.add('c', 'hello', false);
  assert.equal(keptKeys().length, 1);
  await calm();

  assert.deepEqual(happened, [['taken', 'c', 'hello', 't-hello']]);
  assert.deepEqual(keptKeys(), []);
  assert.deepEqual(outbox.of('c'), []);
});

test('what nobody answers is sent again under the same id', async () => {
  answer = () => null;
  new Outbox(handler).add('c', 'hello', false);
  await calm();
  answer = () => ({ json: { id: 't1' } });
  await passes(1_000);

  const [first, second] = server.requests;
  assert.equal(server.requests.length, 2);
  assert.equal(first.body.clientMessageId, second.body.clientMessageId);
  assert.equal(happened.length, 1);
});

for (const status of [408, 425, 429, 500, 503]) {
  test(`a ${status} may pass: it is sent again`, async () => {
    answer = () => ({ status });
    new Outbox(handler).add('c', 'hello', false);
    await calm();
    answer = () => ({ json: { id: 't1' } });
    await passes(1_000);

    assert.deepEqual(happened, [['taken', 'c', 'hello', 't1']]);
  });
}

for (const status of [400, 403, 404, 409, 422]) {
  test(`a ${status} is for good: it is given back, and what was said after it goes on`, async () => {
    answer = ({ body }) => (body.text === 'first' ? { status } : { json: { id: 't2' } });
    const outbox = new Outbox(handler);
    outbox.add('c', 'first', false);
    outbox.add('c', 'second', false);
    await calm();

    assert.deepEqual(happened, [['refused', 'c', 'first', status], ['taken', 'c', 'second', 't2']]);
    assert.deepEqual(keptKeys(), []);
  });
}

test('messages to a conversation go one after the other, those to another do not wait for them', async () => {
  answer = ({ path }) => (path.startsWith('conversations/stuck/') ? null : { json: { id: 't' } });
  const outbox = new Outbox(handler);
  outbox.add('stuck', 'one', false);
  outbox.add('stuck', 'two', false);
  outbox.add('other', 'three', false);
  await calm();

  assert.deepEqual(said(), ['one', 'three']);
  answer = () => ({ json: { id: 't' } });
  await passes(1_000);
  assert.deepEqual(said(), ['one', 'three', 'one', 'two']);
});

test('who has to sign in first finds it kept, and it is not tried until then', async () => {
  answer = () => ({ status: 401 });
  new Outbox(handler).add('c', 'hello', false);
  await calm();
  await passes(60_000);

  assert.equal(server.requests.length, 1);
  assert.equal(location.went, 'login.xhtml?to=index.xhtml%3Fc%3D7');
  assert.equal(keptKeys().length, 1);

  answer = () => ({ json: { id: 't1' } });
  new Outbox(handler).start();
  await calm();
  assert.deepEqual(happened, [['taken', 'c', 'hello', 't1']]);
});

test('after a reload all go in the order in which they were said', async () => {
  answer = () => null;
  const before = new Outbox(handler);
  for (const text of ['one', 'two', 'three']) {
    before.add('c', text, false);
    await passes(1);
  }
  const ids = before.of('c').map(({ clientMessageId }) => clientMessageId);
  server = new Server(({ body }) => ({ json: { id: `t-${body.text}` } }));
  new Outbox(handler).start();
  await calm();

  assert.deepEqual(said(), ['one', 'two', 'three']);
  assert.deepEqual(server.requests.map(({ body }) => body.clientMessageId), ids);
});

test('a message with images waits for them, and what is said after it waits too', async () => {
  const outbox = new Outbox(handler);
  const shown = outbox.add('c', 'look', true);
  outbox.add('c', 'well?', false);
  await calm();
  assert.deepEqual(server.requests, []);

  outbox.uploaded('c', shown, ['i1', 'i2']);
  await calm();
  assert.deepEqual(server.requests.map(({ body }) => [body.text, body.images]), [['look', ['i1', 'i2']], ['well?', undefined]]);
});

test('images that went with the page that was uploading them are told; another window may be uploading still', async () => {
  new Outbox(handler).add('c', 'mine', true);
  new Outbox(handler).start();
  assert.deepEqual(happened, [['refused', 'c', 'mine', null]]);

  happened = [];
  new Outbox(handler).add('c', 'of this window', true);
  globalThis.sessionStorage = storage();
  new Outbox(handler).start();
  assert.deepEqual(happened, []);

  await passes(10 * 60 * 1000 + 1);
  new Outbox(handler).start();
  assert.deepEqual(happened, [['refused', 'c', 'of this window', null]]);
  assert.deepEqual(keptKeys(), []);
});

test('what the server has lost is sent to it again, once', async () => {
  const outbox = new Outbox(handler);
  const message = outbox.add('c', 'hello', false);
  await calm();
  answer = () => null;
  outbox.again('c', message);
  outbox.again('c', message);
  await calm();

  assert.equal(outbox.of('c').length, 1);
  assert.equal(server.requests[0].body.clientMessageId, server.requests[1].body.clientMessageId);
});

test('reason to hope ends a long pause', async () => {
  answer = () => null;
  const outbox = new Outbox(handler);
  outbox.add('c', 'hello', false);
  await calm();
  for (let i = 0; i < 10; i += 1) {
    await passes(20_000);
  }
  answer = () => ({ json: { id: 't1' } });
  outbox.now();
  await calm();

  assert.equal(happened.length, 1);
});

test('what another program has left in the storage stops nothing', async () => {
  localStorage.setItem('clda-kept-alice~abcdefghij-sending-x', 'no JSON');
  new Outbox(handler).start();
  await calm();

  assert.deepEqual(happened, []);
});
