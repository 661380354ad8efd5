// Compares the page's fold with the server's on journals: one a line, as `ServerFold` writes them. Says, as JSON, how much was
// compared and what differs.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Transcript } from '../../main/webapp/assets/transcript.js';

const differences = new Map();
const events = new Set();
let journals = 0;
let compared = 0;
let readBack = 0;

function same(where, what, page, server) {
  if ((page ?? null) === (server ?? null)) {
    return;
  }
  const [one, other] = [page, server].map((value) => JSON.stringify(value ?? null));
  if (one !== other) {
    const kind = `${what} is ${one} on the page and ${other} on the server`;
    differences.set(kind, differences.get(kind) ?? where);
  }
}

function compareCall(where, here, call) {
  for (const member of ['tool', 'step', 'arguments', 'state', 'result', 'reference', 'undoes', 'undoneBy']) {
    same(where, `${member} of a call`, here[member], call[member]);
  }
  for (const member of ['taskId', 'state', 'result']) {
    same(where, `${member} of a task`, here.task?.[member], call.task?.[member]);
  }
  const [error, found] = [here.task?.error ?? here.error, call.task?.error ?? call.error];
  if (here.resolved) {
    same(where, 'what was found', here.resolved.resolution, found?.code ?? 'done');
    same(where, 'error of what was found out', error, undefined);
  } else {
    same(where, 'error of a call', error, found);
  }
  const isUnderWay = call.task?.state === 'running' && call.task.progress;
  same(where, 'progress of a task', isUnderWay ? { percent: here.task?.percent, note: here.task?.note } : undefined, isUnderWay || undefined);
  same(where, 'whether an approval was asked for', Boolean(here.approval), Boolean(call.approval));
  if (call.state === 'awaiting_approval') {
    for (const member of ['approvalId', 'hash', 'expiresAt', 'role', 'because', 'sum', 'delegate']) {
      same(where, `${member} of an approval`, here.approval[member], call.approval[member]);
    }
  }
}

function compareTurn(where, here, turn) {
  for (const member of ['state', 'text', 'follows', 'trigger', 'partial', 'problem', 'interruption']) {
    same(where, `${member} of a turn`, here[member], turn[member]);
  }
  same(where, 'images of a turn', here.images, turn.images ?? []);
  same(where, 'what is to be done', here.means, turn.understood);
  same(where, 'whether it is being cancelled', here.cancelling ?? false, turn.cancelling);
  const messages = here.parts.filter((part) => part.kind === 'message');
  same(where, 'messages of a turn', messages.map(({ messageId, text }) => [messageId, text]),
    turn.messages.filter(({ text }) => text !== '').map(({ messageId, text }) => [messageId, text]));
  same(where, 'calls of a turn', [...here.calls.keys()], turn.calls.map(({ callId }) => callId));
  same(where, 'calls among its parts', here.parts.filter((part) => part.kind === 'call').map(({ call }) => call.callId), [...here.calls.keys()]);
  turn.calls.forEach((call) => compareCall(where, here.calls.get(call.callId), call));
}

function compare(where, transcript, turns, { turns: order, branch, queue, title, recorded }) {
  same(where, 'turns', [...transcript.turns.keys()], order);
  same(where, 'the branch', transcript.branch().map(({ id }) => id), [...branch, ...queue.filter((id) => !branch.includes(id))]);
  same(where, 'the title', transcript.title, title);
  same(where, 'whether it is recorded', transcript.recorded ?? false, recorded);
  turns.forEach((turn) => compareTurn(where, transcript.turns.get(turn.id), turn));
  compared += 1;
}

// All that anybody can see of it.
function state(transcript) {
  return JSON.stringify({
    turns: [...transcript.turns.values()].map((turn) => ({ ...turn, calls: [...turn.calls.values()] })),
    branch: transcript.branch().map(({ id }) => id),
    running: transcript.running()?.id,
    unsettled: [...transcript.unsettled].map(({ id }) => id).sort(),
    last: transcript.last?.id,
    lastSeq: transcript.lastSeq,
    title: transcript.title,
    recorded: transcript.recorded,
  });
}

// The last turns before an event, as the server gives them.
function lastTurns(log, turns, before) {
  const begins = log.filter(({ seq, type }) => seq < before && type === 'turn.started');
  const first = begins.at(-turns)?.seq ?? 1;
  return log.filter(({ seq }) => seq >= first && seq < before);
}

// The page is opened behind an event, hears the others, and is read back to the beginning: at once, or when all is over.
function readFromTheEnd(log, opened, turns, isLate) {
  const transcript = new Transcript();
  let part = lastTurns(log.slice(0, opened), turns, Infinity);
  let end = part[0].seq;
  const readBackwards = () => {
    while (end > 1) {
      part = lastTurns(log, turns, end);
      transcript.putBefore(part);
      end = part[0].seq;
    }
  };
  part.forEach((event) => transcript.apply(event));
  if (!isLate) {
    readBackwards();
  }
  log.slice(opened).forEach((event) => transcript.apply(event));
  readBackwards();
  readBack += 1;
  return transcript;
}

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { name, steps } = JSON.parse(line);
  const log = steps.map(({ event }) => event);
  const transcript = new Transcript();
  const turns = new Map();
  for (const step of steps) {
    events.add(step.event.type);
    transcript.apply(step.event);
    step.changed.forEach((turn) => turns.set(turn.id, turn));
    compare(`${name}, behind event ${step.event.seq} (${step.event.type})`, transcript, turns, step);
  }
  const whole = state(transcript);
  // Opened behind every third event, in one of four ways.
  for (let opened = 1; opened <= log.length; opened += 3) {
    const size = 1 + (opened % 2);
    const isLate = opened % 4 < 2;
    const read = state(readFromTheEnd(log, opened, size, isLate));
    if (read !== whole) {
      differences.set(`${read} is not ${whole}`, `${name}, opened behind event ${opened}, ${size} turns at a time, ${isLate ? 'late' : 'at once'}`);
    }
  }
  journals += 1;
}

process.stdout.write(JSON.stringify({
  journals, compared, readBack, events: [...events].sort(), differences: [...differences].map(([what, where]) => `${where}: ${what}`),
}));
