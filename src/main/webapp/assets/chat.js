// The chat: shows a conversation, sends what is written, asks what has to be asked.
import './frame.js';
import { showPending } from './frame.js';
import { api, Problem } from './api.js';
import { toolCard } from './cards.js';
import { Connection } from './connection.js';
import { copy } from './copy.js';
import { element, uniqueId } from './dom.js';
import { Follow } from './follow.js';
import { Images } from './images.js';
import { ConversationList } from './list.js';
import { MarkdownView } from './markdown.js';
import { language, t } from './texts.js';
import { Transcript } from './transcript.js';
import { knowTools } from './values.js';

const $ = (id) => document.getElementById(id);
const messages = $('messages');
const composer = $('text');
const follow = new Follow($('scroll'), $('newest'));
const list = new ConversationList($('conversations'), document.querySelector('.search'), {
  open: (id) => open(id),
  erased: (id) => id === current?.id && open(null),
});

let current = null;

// What is about to be shown; the button is there if a model can see.
const images = new Images({ list: $('images'), button: $('attach'), input: $('files'), field: composer, tell: (text) => notice(text) });
api.get('models').then(({ items }) => {
  $('attach').hidden = !items.some((model) => model.capabilities.includes('images'));
}).catch(() => {});

// The tools whose calls can be taken back.
const undoable = new Set();
let toolsKnown = false;
api.get('tools').then(({ items }) => {
  knowTools(items);
  toolsKnown = true;
  items.filter((tool) => tool.undo).forEach((tool) => undoable.add(tool.name));
  current?.transcript.turns.forEach((turn) => current.views.has(turn.id) && showTurn(turn));
}).catch(() => {});

// One open conversation: its state, its socket, its elements, and what was sent and not yet acknowledged.
function conversation(id) {
  const made = { id, transcript: new Transcript(), events: [], earlier: null, views: new Map(), unsent: new Map(), newest: null, connection: null };
  made.connection = new Connection(id, () => made.transcript.lastSeq, {
    begin: () => made.transcript.lastSeq > 0 || loadLast(made),
    message: (message) => made === current && receive(message),
    up: () => made === current && connected(),
    down: () => made === current && notice(t('chat.offline')),
    gone: () => made === current && notice(t('chat.gone')),
    lost: () => made === current && loadAnew(),
  });
  return made;
}

// The server has lost the last events. What it has is shown, and what it never acknowledged is sent to it again.
function loadAnew() {
  const { id, unsent, views } = current;
  open(id);
  for (const [clientMessageId, message] of unsent) {
    current.unsent.set(clientMessageId, message);
    current.views.set(clientMessageId, views.get(clientMessageId));
  }
  showBranch();
}

const TURNS = 30;
const SETTLED = new Set(['turn.completed', 'turn.failed', 'turn.cancelled', 'turn.interrupted', 'approval.requested']);

// The end of the conversation, in one answer; what comes after it comes over the socket.
async function loadLast(made) {
  const { items, earlier } = await api.get(`conversations/${made.id}/events?turns=${TURNS}`);
  if (made !== current) {
    return;
  }
  made.earlier = earlier ?? null;
  take(made, items);
  showAll();
  follow.toEnd();
}

function take(made, events) {
  made.events.push(...events);
  events.forEach((event) => made.transcript.apply(event));
}

function showAll() {
  current.transcript.turns.forEach((turn) => showTurn(turn));
  showBranch();
  $('earlier').hidden = current.earlier === null;
  current.transcript.turns.forEach((turn) => {
    const call = [...turn.calls.values()].find((one) => one.state === 'awaiting_approval');
    if (call) {
      showWhole(turn, call.approval.approvalId);
    }
  });
  current.newest = current.transcript.last;
  showState();
}

// The turns before what is shown: all is folded anew from there, and what is in sight stays where it is.
async function loadEarlier() {
  const made = current;
  $('earlier').disabled = true;
  try {
    const { items, earlier } = await api.get(`conversations/${made.id}/events?turns=${TURNS}&before=${made.earlier}`);
    if (made !== current) {
      return;
    }
    const writing = new Map([...made.transcript.turns].map(([id, turn]) => [id, turn.writing]));
    const known = made.events;
    made.transcript = new Transcript();
    made.events = [];
    made.earlier = earlier ?? null;
    take(made, items);
    take(made, known);
    writing.forEach((text, id) => { made.transcript.turns.get(id).writing ??= text; });
    const below = $('scroll').scrollHeight - $('scroll').scrollTop;
    showAll();
    $('scroll').scrollTop = $('scroll').scrollHeight - below;
  } catch (error) {
    notice(error.message);
  } finally {
    $('earlier').disabled = false;
  }
}

$('earlier').addEventListener('click', loadEarlier);

// Says that the conversation was shown, so that lists do not call it unread; only while somebody can see it.
function shown() {
  const made = current;
  if (made && !document.hidden && made.transcript.lastSeq > 0) {
    api.put(`conversations/${made.id}/read`, { upTo: made.transcript.lastSeq }).then(() => list.read(made.id)).catch(() => {});
  }
}

document.addEventListener('visibilitychange', shown);

function open(id) {
  current?.connection.close();
  current = null;
  messages.replaceChildren();
  notice(null);
  closeMenu();
  list.select(id);
  history.replaceState(null, '', id ? `?c=${id}` : 'index.xhtml');
  if (id) {
    current = conversation(id);
  }
  $('first').hidden = Boolean(id);
  $('earlier').hidden = true;
  follow.toEnd();
  showState();
  composer.focus({ preventScroll: true });
}

function connected() {
  notice(null);
  shown();
  for (const message of current.unsent.values()) {
    current.connection.send(message);
  }
}

function receive(message) {
  switch (message.type) {
    case 'accepted':
      return;
    case 'pong':
      return;
    case 'problem':
      refused(message);
      return;
    default:
  }
  if (message.type === 'conversation.renamed') {
    list.load();
  }
  if (message.type === 'recording.changed') {
    current.transcript.apply(message);
    showState();
    return;
  }
  if (message.seq > current.transcript.lastSeq) {
    current.events.push(message);
  }
  const turnId = current.transcript.apply(message);
  if (!turnId) {
    return;
  }
  const turn = current.transcript.turns.get(turnId);
  const undone = message.data?.undoes && current.transcript.turns.get(message.data.undoes.turnId);
  if (undone && current.views.has(undone.id)) {
    showTurn(undone);
  }
  if (message.type === 'approval.requested') {
    showWhole(turn, message.data.approvalId);
  }
  if (turn.clientMessageId && current.unsent.delete(turn.clientMessageId)) {
    current.views.get(turn.clientMessageId)?.remove();
    current.views.delete(turn.clientMessageId);
  }
  if (message.type === 'text.delta') {
    showWriting(turn);
    return;
  }
  showBranch();
  showTurn(turn);
  announce(message);
  if (SETTLED.has(message.type)) {
    shown();
  }
  showState();
}

// The event tells what is asked; how it has to be shown, and what may be chosen, the server says when asked.
async function showWhole(turn, approvalId) {
  const { items } = await api.get('approvals?state=pending').catch(() => ({ items: [] }));
  const item = items.find((one) => one.approvalId === approvalId);
  const call = item && turn.calls.get(item.callId);
  if (call?.state === 'awaiting_approval') {
    call.approval = { ...call.approval, ...item };
    showTurn(turn);
  }
}

function refused({ clientMessageId, problem }) {
  notice(problem.detail);
  if (clientMessageId) {
    const lost = current.unsent.get(clientMessageId);
    current.unsent.delete(clientMessageId);
    current.views.get(clientMessageId)?.remove();
    if (lost && composer.value === '') {
      composer.value = lost.text;
      grow();
    }
  }
  current.transcript.turns.forEach((turn) => showTurn(turn));
}

// The elements of turns that are on the branch, in its order.
function showBranch() {
  const wanted = current.transcript.branch();
  const shown = wanted.map((turn) => view(turn).root);
  const unsent = [...current.unsent.keys()].map((id) => current.views.get(id)).filter(Boolean);
  const all = [...shown, ...unsent];
  if (all.length !== messages.children.length || all.some((node, i) => messages.children[i] !== node)) {
    messages.replaceChildren(...all);
  }
}

function view(turn) {
  let made = current.views.get(turn.id);
  if (!made) {
    made = { root: element('li', { class: 'turn', 'data-turn': turn.id }), parts: new Map(), writing: null };
    // What no person said is not shown as if one had.
    made.user = element('div', { class: turn.trigger ? 'occasion' : 'bubble' }, turn.trigger ? occasion(turn) : turn.text);
    made.user.append(pictures(turn.images.map((image) => `api/v1/conversations/${current.id}/images/${image.id}`)));
    made.body = element('div', { class: 'answer' });
    made.status = element('div', { class: 'status' });
    made.root.append(speaker(turn.trigger ? 'chat.occasion' : 'chat.you'), made.user, speaker('chat.assistant'), made.body, made.status);
    current.views.set(turn.id, made);
  }
  return made;
}

// Who says what follows, for those who do not see on which side it stands.
function speaker(key) {
  return element('h2', { class: 'unseen' }, t(key));
}

function pictures(addresses) {
  return addresses.length === 0 ? '' : element('span', { class: 'pictures' }, ...addresses.map((address) => {
    const picture = element('img', { src: address, alt: t('images.shown'), loading: 'lazy' });
    return address.startsWith('data:') ? picture : element('a', { href: address, target: '_blank', rel: 'noopener' }, picture);
  }));
}

function occasion(turn) {
  return turn.trigger.kind === 'timer' ? `${t('trigger.timer')}: ${turn.text}` : t(`trigger.${turn.trigger.kind}`);
}

function showTurn(turn) {
  const shown = view(turn);
  shown.root.dataset.state = turn.state;
  const nodes = turn.parts.map((part) => (part.kind === 'message' ? messageNode(shown, part) : callNode(shown, turn, part.call)));
  if (!turn.writing && shown.writing) {
    shown.writing = null;
  }
  if (shown.writing) {
    nodes.push(shown.writing.node);
  }
  if (turn.partial) {
    nodes.push(messageNode(shown, { messageId: 'partial', text: turn.partial }));
  }
  if (nodes.length !== shown.body.children.length || nodes.some((node, i) => shown.body.children[i] !== node)) {
    shown.body.replaceChildren(...nodes);
  }
  shown.status.replaceChildren(...statusOf(turn));
}

// A message keeps the element in which it was written, so that nothing jumps when it is whole.
function messageNode(shown, message) {
  const key = message.messageId;
  const known = shown.parts.get(key);
  if (known) {
    if (known.whole !== message.text) {
      known.whole = message.text;
      known.markdown.render(message.text);
    }
    known.node.dataset.digitalSourceType = message.digitalSourceType ?? '';
    return known.node;
  }
  const made = { ...newMessage(), whole: message.text };
  made.markdown.render(message.text);
  made.node.dataset.digitalSourceType = message.digitalSourceType ?? '';
  shown.parts.set(key, made);
  return made.node;
}

function newMessage() {
  const node = element('div', { class: 'markdown', 'data-generated-by': 'ai' });
  return { node, markdown: new MarkdownView(node), whole: null };
}

function showWriting(turn) {
  const shown = view(turn);
  const { messageId, text } = turn.writing;
  let made = shown.parts.get(messageId);
  if (!made) {
    made = newMessage();
    shown.parts.set(messageId, made);
    shown.body.append(made.node);
  }
  shown.writing = made;
  made.markdown.show(text);
  if (shown.status.firstChild?.className !== 'dots' || shown.status.children.length > 1) {
    shown.status.replaceChildren(...statusOf(turn));
  }
}

function callNode(shown, turn, call) {
  const fingerprint = JSON.stringify([toolsKnown, call.state, call.decided?.decision, call.approval, call.task, call.progress, call.undoneBy, call.resolved, undoable.has(call.tool)]);
  const known = shown.parts.get(call.callId);
  if (known?.fingerprint === fingerprint) {
    return known.node;
  }
  const tell = async (work) => {
    try {
      await work();
    } catch (error) {
      notice(error.message);
      throw error;
    }
  };
  const node = toolCard(call, undoable.has(call.tool), {
    decide: (decision, reason, remember) => tell(async () => {
      await api.post(`approvals/${call.approval.approvalId}/decision`, { decision, hash: call.approval.hash, reason, remember });
      showPending().catch(() => {});
    }),
    stop: () => tell(() => api.post(`tasks/${call.task.taskId}/cancel`)).catch(() => {}),
    undo: () => tell(() => api.post(`conversations/${current.id}/turns/${call.turnId}/calls/${call.callId}/undo`)).catch(() => {}),
  });
  shown.parts.set(call.callId, { node, fingerprint });
  return node;
}

function statusOf(turn) {
  const actions = [];
  const last = turn.parts.filter((part) => part.kind === 'message').at(-1);
  const text = turn.partial ?? last?.text;
  if (turn.state === 'running') {
    const dots = element('span', { class: 'dots', 'aria-label': t('chat.answering') }, element('i'), element('i'), element('i'));
    return turn.loading ? [dots, element('span', { class: 'muted' }, t('chat.loading'))] : [dots];
  }
  if (turn.state === 'queued') {
    return [element('span', { class: 'muted' }, t('chat.queued'))];
  }
  if (turn.state === 'failed') {
    actions.push(element('span', { class: 'bad' }, `${t('chat.failed')}: ${why(turn.problem)}`));
  }
  if (turn.state === 'cancelled') {
    actions.push(element('span', { class: 'muted' }, t('chat.stopped')));
  }
  if (turn.state === 'interrupted') {
    actions.push(element('span', { class: 'bad' }, `${t('chat.interrupted')}: ${turn.interruption ?? ''}`));
  }
  if (turn.state !== 'awaiting_approval') {
    if (text) {
      actions.push(element('button', { type: 'button', class: 'small', onclick: (event) => copy(event.currentTarget, text) }, t('chat.copy')));
    }
    if (text && !turn.trigger) {
      actions.push(element('button', { type: 'button', class: 'small', onclick: (event) => dislike(event.currentTarget, turn) }, t('chat.dislike')));
    }
    if (current.transcript.last === turn && !turn.trigger) {
      actions.push(element('button', { type: 'button', class: 'small', onclick: () => retry(turn) }, t('chat.retry')));
    }
    if (last?.model) {
      actions.push(element('span', { class: 'muted model' }, last.model));
    }
  }
  return actions;
}

// In the person's language, if there are words for it.
function why(problem) {
  const key = `problem.${problem?.type?.split(':').at(-1)}`;
  const words = t(key);
  const at = problem?.retryAt ? new Date(problem.retryAt).toLocaleTimeString(language) : '';
  return words === key ? problem?.detail ?? '' : words.replace('{0}', at);
}

async function dislike(button, turn) {
  try {
    await api.post(`conversations/${current.id}/turns/${turn.id}/feedback`, { rating: 'down' });
    button.textContent = t('chat.disliked');
    button.disabled = true;
  } catch (error) {
    notice(error.message);
  }
}

async function retry(turn) {
  try {
    await api.post(`conversations/${current.id}/turns/${turn.id}/regenerate`);
    follow.toEnd();
  } catch (error) {
    notice(error.message);
  }
}

// Says to those who listen what is said to those who look, once and whole.
function announce({ type, data }) {
  if (type === 'turn.completed') {
    $('spoken').textContent = data.reply;
  } else if (type === 'turn.started') {
    $('spoken').textContent = t('chat.answering');
  } else if (type === 'model.loading') {
    $('spoken').textContent = t('chat.loading');
  } else if (type === 'approval.requested') {
    $('spoken').textContent = t('state.awaiting_approval');
    showPending().catch(() => {});
  }
}

function notice(text) {
  $('notice').textContent = text ?? '';
  $('notice').hidden = !text;
}

function showState() {
  const active = current?.transcript.active();
  $('stop').hidden = !active;
  $('recorded').hidden = !current?.transcript.recorded;
  if (current && current.newest !== current.transcript.last) {
    const before = current.newest;
    current.newest = current.transcript.last;
    if (before && current.views.has(before.id)) {
      current.views.get(before.id).status.replaceChildren(...statusOf(before));
    }
  }
}

async function send(text) {
  if (text.trim() === '') {
    return;
  }
  if (!current) {
    try {
      const { id } = await api.post('conversations', {});
      open(id);
    } catch (error) {
      notice(error instanceof Problem ? error.message : t('chat.offline'));
      return;
    }
  }
  const shown = images.take();
  const clientMessageId = uniqueId();
  const message = { type: 'say', text, clientMessageId };
  const waiting = element('li', { class: 'turn sending' },
    element('div', { class: 'bubble' }, text, pictures(shown.map((image) => image.preview))),
    element('div', { class: 'status' }, element('span', { class: 'muted' }, t('chat.sending'))));
  current.views.set(clientMessageId, waiting);
  messages.append(waiting);
  composer.value = '';
  grow();
  follow.toEnd();
  if (shown.length > 0 && !(await upload(message, shown, waiting))) {
    return;
  }
  current.unsent.set(clientMessageId, message);
  current.connection.send(message);
}

// Images go before what is said of them. If one is not taken, nothing is lost.
async function upload(message, shown, waiting) {
  const { id } = current;
  try {
    const taken = await Promise.all(shown.map((image) => api.upload(`conversations/${id}/images`, image.blob)));
    message.images = taken.map((image) => image.id);
    if (current?.id === id) {
      return true;
    }
    // The person has gone on to another conversation; what was said belongs to this one all the same.
    await api.post(`conversations/${id}/turns`, { text: message.text, images: message.images, clientMessageId: message.clientMessageId });
    return false;
  } catch (error) {
    notice(error instanceof Problem ? error.message : t('chat.offline'));
    waiting.remove();
    current?.views.delete(message.clientMessageId);
    images.putBack(shown);
    composer.value = composer.value || message.text;
    grow();
    return false;
  }
}

function stop() {
  const active = current?.transcript.active();
  if (active && !current.connection.send({ type: 'cancel', turnId: active.id })) {
    api.post(`conversations/${current.id}/turns/${active.id}/cancel`).catch((error) => notice(error.message));
  }
}

function grow() {
  composer.rows = 1;
  const line = parseFloat(getComputedStyle(composer).lineHeight);
  composer.rows = Math.max(1, Math.min(8, Math.round((composer.scrollHeight - 16) / line)));
}

function closeMenu() {
  $('side').classList.remove('open');
  $('shade').hidden = true;
}

composer.addEventListener('input', grow);
composer.addEventListener('keydown', (event) => {
  // An Enter that ends the composition of an input method is not the person's Enter; Safari only tells by the code 229.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    send(composer.value);
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing && !document.querySelector('dialog[open]')) {
    stop();
  }
});
$('send').addEventListener('click', () => send(composer.value));
$('stop').addEventListener('click', stop);
$('unrecord').addEventListener('click', () => {
  api.patch(`conversations/${current.id}`, { recorded: false }).catch((error) => notice(error.message));
});
$('new').addEventListener('click', () => open(null));
$('menu').addEventListener('click', () => {
  $('side').classList.toggle('open');
  $('shade').hidden = !$('side').classList.contains('open');
});
$('shade').addEventListener('click', closeMenu);
document.querySelectorAll('.suggestion').forEach((button) => button.addEventListener('click', () => send(button.textContent)));

list.load();
open(new URLSearchParams(location.search).get('c'));
