// What is not in a journal: pieces of text while they come. The rest of the fold is compared with the server's by `TranscriptTest`.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Transcript } from '../../main/webapp/assets/transcript.js';

let transcript;
let seq;

beforeEach(() => {
  transcript = new Transcript();
  seq = 0;
  happens('turn.started', { text: 'hello', follows: null });
});

function happens(type, data, turnId = 't1') {
  seq += 1;
  return transcript.apply({ seq, type, turnId, at: '2026-01-01T00:00:00Z', data });
}

const comes = (index, text, messageId = 'm1') => transcript.apply({ type: 'text.delta', turnId: 't1', messageId, index, text });
const writing = () => transcript.turns.get('t1').writing?.text;

test('pieces are put together in their order, each once', () => {
  comes(0, 'Good ');
  comes(5, 'morning');
  comes(5, 'morning');

  assert.equal(writing(), 'Good morning');
});

test('a piece behind a gap is left out: the whole message comes', () => {
  comes(0, 'Good ');
  comes(9, 'ning');
  assert.equal(writing(), 'Good ');

  happens('message.completed', { messageId: 'm1', role: 'assistant', text: 'Good morning' });
  assert.equal(writing(), undefined);
  assert.deepEqual(transcript.turns.get('t1').parts.map(({ text }) => text), ['Good morning']);
});

test('an answer that begins anew replaces what was written', () => {
  comes(0, 'Good ');
  comes(0, 'Bad ', 'm2');
  comes(4, 'evening', 'm2');

  assert.equal(writing(), 'Bad evening');
  happens('turn.resumed', { attempt: 2 });
  assert.equal(writing(), undefined);
});

test('one who comes in the middle of an answer waits for its end', () => {
  comes(40, 'and so on');

  assert.equal(writing(), '');
});

test('a model that is loaded is waited for until something comes', () => {
  transcript.apply({ type: 'model.loading', turnId: 't1' });
  assert.equal(transcript.turns.get('t1').loading, true);
  comes(0, 'x');
  assert.equal(transcript.turns.get('t1').loading, false);
});

test('what was seen already changes nothing', () => {
  happens('turn.completed', { reply: 'x' });
  const again = transcript.apply({ seq: 1, type: 'turn.started', turnId: 't1', data: { text: 'hello' } });

  assert.equal(again, null);
  assert.equal(transcript.turns.get('t1').state, 'completed');
});

test('nothing is made of pieces for a turn that is not loaded', () => {
  assert.equal(transcript.apply({ type: 'text.delta', turnId: 't9', messageId: 'm', index: 0, text: 'x' }), null);
  assert.equal(transcript.apply({ type: 'model.loading', turnId: 't9' }), null);
  assert.equal(happens('tool.started', { callId: 'c' }, 't9'), null);
});

test('two approvals in one turn: it waits until both are decided', () => {
  for (const callId of ['c1', 'c2']) {
    happens('tool.requested', { callId, step: 1, tool: 'send_email', arguments: {} });
    happens('approval.requested', { callId, approvalId: callId, tool: 'send_email', arguments: {}, hash: 'h', role: 'requester' });
  }
  happens('approval.decided', { callId: 'c1', approvalId: 'c1', decision: 'approve', by: 'alice' });
  assert.equal(transcript.turns.get('t1').state, 'awaiting_approval');
  happens('approval.decided', { callId: 'c2', approvalId: 'c2', decision: 'approve', by: 'alice' });
  assert.equal(transcript.turns.get('t1').state, 'running');
});

test('a turn that waits and that a started one follows stands on the branch once', () => {
  happens('turn.queued', { text: 'later', follows: 't1' }, 't2');
  assert.deepEqual(transcript.branch().map(({ id }) => id), ['t1', 't2']);
  happens('turn.started', { text: 'a task has ended', follows: 't2', trigger: { kind: 'task' } }, 't3');

  assert.deepEqual(transcript.branch().map(({ id }) => id), ['t1', 't2', 't3']);
});

test('rules in words stay with the call whose arguments and result they are in', () => {
  const first = { 'FREQ=DAILY;BYHOUR=9;BYMINUTE=0': { en: 'every day at 09:00', zh: '每天 09:00' } };
  const second = { 'FREQ=HOURLY': { en: 'every hour', zh: '每小时' } };
  const comesWith = (type, data, words) => transcript.apply({ seq: (seq += 1), type, turnId: 't1', at: '2026-01-01T00:00:00Z', data, words });

  comesWith('tool.requested', { callId: 'c', step: 1, tool: 'repeat', arguments: {} }, first);
  comesWith('approval.requested', { callId: 'c', approvalId: 'a', tool: 'repeat', arguments: {}, hash: 'h', role: 'requester' }, first);
  comesWith('tool.completed', { callId: 'c', result: {} }, second);

  const call = transcript.turns.get('t1').calls.get('c');
  assert.deepEqual(call.approval.words, first);
  assert.deepEqual(call.words, { ...first, ...second });
});
