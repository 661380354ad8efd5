import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { browser, calm, Server } from './browser.js';

browser();
const { Connection, tryNow } = await import('../../main/webapp/assets/connection.js');

class Socket {
  static OPEN = 1;

  static all = [];

  constructor(url, protocols) {
    Object.assign(this, { url: String(url), protocols, readyState: 0, sent: [] });
    Socket.all.push(this);
  }

  opens() {
    this.readyState = Socket.OPEN;
    this.onopen();
  }

  ends(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.ends(1000);
  }
}

let isThere;
let connection;
let heard;
let says;

beforeEach(() => {
  connection?.close();
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  globalThis.WebSocket = Socket;
  Socket.all = [];
  isThere = true;
  heard = [];
  says = [];
  document.addEventListener('connection', ({ detail }) => says.push(detail.down));
  const tickets = new Server(() => (isThere ? { json: { ticket: 'abc' } } : null));
  connection = new Connection(() => 'ws/v1/inbox', { message: (message) => heard.push(message), up: () => heard.push('up') });
  connection.tickets = tickets;
});

async function passes(milliseconds) {
  mock.timers.tick(milliseconds);
  await calm();
}

const socket = () => Socket.all.at(-1);

test('a ticket opens the socket, and what comes is handed on', async () => {
  await calm();
  socket().opens();
  socket().onmessage({ data: '{"type":"inbox"}' });

  assert.equal(socket().url, 'wss://clda.example/ws/v1/inbox');
  assert.deepEqual(socket().protocols, ['clda.v1', 'ticket.abc']);
  assert.deepEqual(heard, ['up', { type: 'inbox' }]);
});

test('it comes back however often a ticket is refused', async () => {
  await calm();
  socket().opens();
  isThere = false;
  socket().ends(1006);
  for (let i = 0; i < 30; i += 1) {
    await passes(20_000);
  }
  assert.equal(Socket.all.length, 1);
  assert.ok(connection.tickets.requests.length > 25);

  isThere = true;
  await passes(20_000);
  socket().opens();

  assert.equal(Socket.all.length, 2);
  assert.deepEqual(heard, ['up', 'up']);
});

test('pauses grow to at most 20 seconds, and are not the same for all', async () => {
  isThere = false;
  const pauses = new Set();
  mock.timers.reset();
  const timer = mock.method(globalThis, 'setTimeout', (work, pause) => {
    pauses.add(pause);
    return 0;
  });
  for (let i = 0; i < 12; i += 1) {
    connection.later();
  }
  timer.mock.restore();

  const [first] = pauses;
  assert.equal(pauses.size, 12);
  assert.ok(first <= 650, `${first}`);
  assert.ok(Math.max(...pauses) <= 19_500 && Math.max(...pauses) >= 10_500, `${[...pauses]}`);
});

test('a line that is back within two tries was not missed; one that is not is told', async () => {
  await calm();
  socket().opens();
  socket().ends(1006);
  assert.equal(says.at(-1), false);

  isThere = false;
  await passes(1_000);
  assert.equal(says.at(-1), false);
  await passes(2_000);
  assert.equal(says.at(-1), true);

  isThere = true;
  await passes(4_000);
  socket().opens();
  assert.equal(says.at(-1), false);
});

test('who hopes again need not wait', async () => {
  isThere = false;
  await calm();
  for (let i = 0; i < 8; i += 1) {
    await passes(20_000);
  }
  isThere = true;
  tryNow();
  await calm();

  assert.equal(Socket.all.length, 1);
});

test('what is not for this person is not tried again', async () => {
  await calm();
  socket().opens();
  socket().ends(403);
  await passes(60_000);

  assert.equal(Socket.all.length, 1);
});

test('what is closed does not come back, and nothing is sent while it is away', async () => {
  assert.equal(connection.send({ type: 'cancel' }), false);
  await calm();
  socket().opens();
  assert.equal(connection.send({ type: 'cancel' }), true);
  connection.close();
  await passes(60_000);

  assert.equal(Socket.all.length, 1);
  assert.deepEqual(socket().sent, [{ type: 'cancel' }]);
});
