// The chat: shows a conversation, sends what is written, asks what has to be asked.
import './frame.js';
import { showPending } from './frame.js';
import { api } from './api.js';
import { toolCard } from './cards.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { copy } from './copy.js';
import { arrange, element } from './dom.js';
import { drafts } from './drafts.js';
import { carryOver, keepingFocus } from './focus.js';
import { Follow } from './follow.js';
import { Images } from './images.js';
import { isEscape, layer } from './layers.js';
import { ConversationList } from './list.js';
import { MarkdownView } from './markdown.js';
import { Outbox } from './outbox.js';
import { refusal } from './refusals.js';
import { inSlices } from './slices.js';
import { language, t } from './texts.js';
import { nameTitle, showTitle } from './title.js';
import { Transcript } from './transcript.js';
import { knowTools } from './values.js';

const $ = (id) => document.getElementById(id);
const messages = $('messages');
const composer = new Composer($('text'), { send: (text) => send(text), stop: () => stop(), tell: (text) => notice(text) });
const follow = new Follow($('scroll'), $('newest'));
const list = new ConversationList($('conversations'), document.querySelector('.search'), {
  open: (id) => open(id),
  failed: (error) => notice(error.message),
  erased(id) {
    drafts.set(id, '');
    if (id === current?.id) {
      open(null, 'replace');
    }
  },
});

let current = null;

// What is about to be shown, in each conversation; the button is there if a model can see.
const images = new Images({ list: $('images'), button: $('attach'), input: $('files'), field: $('text'), tell: (text) => notice(text) });
const chosen = new Map();
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
  current?.views.forEach((shown, id) => shown.isFilled && showTurn(current.transcript.turns.get(id)));
}).catch(() => {});

// One open conversation: its state, its socket, its elements, and what was said and is not in its log yet.
function conversation(id) {
  const made = { id, transcript: new Transcript(), earlier: null, views: new Map(), unfilled: [], isFilling: false, unsent: new Map(), newest: null, connection: null };
  made.connection = new Connection(() => `ws/v1/conversations/${id}?after=${made.transcript.lastSeq}`, {
    begin: () => made.transcript.lastSeq > 0 || loadLast(made),
    message: (message) => made === current && receive(message),
    up: () => made === current && connected(),
    closed: (code) => closed(made, code),
  });
  return made;
}

// Whether the socket does not come back by itself.
function closed(made, code) {
  const isGone = code === 404 || code === 4404;
  const hasLost = code === 4409;
  if (made === current && isGone) {
    notice(t('chat.gone'));
  } else if (made === current && hasLost) {
    loadAnew();
  }
  return isGone || hasLost;
}

// The server has lost the last events. What it has is shown, and what is not in it is sent to it again.
function loadAnew() {
  const { id, unsent } = current;
  unsent.forEach(({ message }) => outbox.again(id, message));
  open(id, 'stay');
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
  items.forEach((event) => made.transcript.apply(event));
  showLoaded([...made.transcript.turns.keys()]);
  follow.toEnd();
}

// Turns that came together. Those on the branch get their elements at once; what is in them comes from the last to the first.
function showLoaded(ids) {
  const turns = ids.map((id) => current.transcript.turns.get(id));
  turns.forEach((turn) => {
    arrived(turn);
    if (current.views.has(turn.id)) {
      showTurn(turn);
    }
  });
  showBranch();
  $('earlier').hidden = current.earlier === null;
  turns.forEach((turn) => {
    [...turn.calls.values()].filter((call) => call.state === 'awaiting_approval')
      .forEach((call) => showWhole(turn, call.approval.approvalId));
  });
  current.newest = current.transcript.last;
  showState();
}

// Fills the elements that were made and not filled yet.
async function fill(made) {
  if (made.isFilling) {
    return;
  }
  made.isFilling = true;
  await inSlices(() => {
    const id = made === current ? made.unfilled.pop() : undefined;
    if (id !== undefined && !made.views.get(id).isFilled) {
      showTurn(made.transcript.turns.get(id));
    }
    return id !== undefined;
  });
  made.isFilling = false;
}

// The turns before what is shown. What is in sight stays where it is.
async function loadEarlier() {
  const made = current;
  $('earlier').disabled = true;
  try {
    const { items, earlier } = await api.get(`conversations/${made.id}/events?turns=${TURNS}&before=${made.earlier}`);
    if (made !== current) {
      return;
    }
    made.earlier = earlier ?? null;
    const below = $('scroll').scrollHeight - $('scroll').scrollTop;
    showLoaded(made.transcript.putBefore(items));
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

// `how` says what becomes of the way back: it goes on (push), the present step of it is replaced, or it stays as it is.
function open(id, how = 'push') {
  current?.connection.close();
  chosen.set(current?.id, images.take());
  current = null;
  messages.replaceChildren();
  notice(null);
  closeMenu();
  list.select(id);
  showTitle(id ?? null).catch(() => {});
  const address = id ? `?c=${encodeURIComponent(id)}` : 'index.xhtml';
  const isHere = new URL(address, location).href === location.href;
  if (how === 'replace' || (how === 'push' && isHere)) {
    history.replaceState(null, '', address);
  } else if (how === 'push') {
    history.pushState(null, '', address);
  }
  if (id) {
    current = conversation(id);
    outbox.of(id).forEach((message) => showUnsent(message));
  }
  $('first').hidden = Boolean(id);
  $('earlier').hidden = true;
  follow.toEnd();
  showState();
  images.putBack(chosen.get(id ?? undefined) ?? []);
  composer.open(id);
}

function here() {
  return new URLSearchParams(location.search).get('c') || null;
}

window.addEventListener('popstate', () => open(here(), 'stay'));

function connected() {
  shown();
  outbox.now();
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
    nameTitle(message.data.title);
  }
  if (message.type === 'recording.changed') {
    current.transcript.apply(message);
    showState();
    return;
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
  arrived(turn);
  if (message.type === 'text.delta') {
    showWriting(turn);
    return;
  }
  showBranch();
  showTurn(turn);
  announce(message, turn);
  if (SETTLED.has(message.type)) {
    shown();
  }
  showState();
}

// The event tells what is asked; how it has to be shown, and what may be chosen, the server says when asked.
async function showWhole(turn, approvalId) {
  const made = current;
  const { items } = await api.get('approvals?state=pending').catch(() => ({ items: [] }));
  const item = items.find((one) => one.approvalId === approvalId);
  const call = item && turn.calls.get(item.callId);
  if (made === current && call?.state === 'awaiting_approval') {
    call.approval = { ...call.approval, ...item };
    showTurn(turn);
  }
}

function refused({ problem }) {
  notice(refusal(problem.detail));
  current.views.forEach((shown, id) => shown.isFilled && showTurn(current.transcript.turns.get(id)));
}

// The elements of turns that are on the branch, in its order.
function showBranch() {
  const wanted = current.transcript.branch();
  const shown = wanted.map((turn) => view(turn).root);
  arrange(messages, [...shown, ...[...current.unsent.values()].map(({ node }) => node)]);
  fill(current);
}

function view(turn) {
  let made = current.views.get(turn.id);
  if (!made) {
    made = { root: element('li', { class: 'turn', 'data-turn': turn.id }), parts: new Map(), writing: null, isFilled: false };
    // What no person said is not shown as if one had.
    made.user = element('div', { class: turn.trigger ? 'occasion' : 'bubble' }, turn.trigger ? occasion(turn) : turn.text);
    made.user.append(pictures(turn.images.map((image) => `api/v1/conversations/${current.id}/images/${image.id}`)));
    made.body = element('div', { class: 'answer' });
    made.status = element('div', { class: 'status' });
    made.root.append(speaker(turn.trigger ? 'chat.occasion' : 'chat.you'), made.user, speaker('chat.assistant'), made.body, made.status);
    current.views.set(turn.id, made);
    current.unfilled.push(turn.id);
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
  shown.isFilled = true;
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
  arrange(shown.body, nodes);
  showStatus(shown, turn);
}

function showStatus(shown, turn) {
  keepingFocus(shown.status, (node) => node.className + node.textContent, () => $('text'), () => shown.status.replaceChildren(...statusOf(turn)));
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
    showStatus(shown, turn);
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
    withdraw: () => tell(() => api.post(`conversations/${current.id}/turns/${call.turnId}/cancel`)).catch(() => {}),
    stop: () => tell(() => api.post(`tasks/${call.task.taskId}/cancel`)).catch(() => {}),
    undo: () => tell(() => api.post(`conversations/${current.id}/turns/${call.turnId}/calls/${call.callId}/undo`)).catch(() => {}),
  });
  if (known) {
    carryOver(known.node, node);
  }
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
    actions.push(element('span', { class: 'bad' }, failure(turn)));
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

// An answer that broke off is one all the same.
function failure(turn) {
  const answered = turn.parts.some((part) => part.kind === 'message');
  return `${t(answered ? 'chat.unfinished' : 'chat.failed')}: ${why(turn.problem)}`;
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
function announce({ type, data }, turn) {
  const said = {
    'turn.queued': () => t('chat.queued'),
    'turn.started': () => t('chat.answering'),
    'model.loading': () => t('chat.loading'),
    'turn.completed': () => data.reply,
    'turn.failed': () => failure(turn),
    'turn.cancelled': () => t('chat.stopped'),
    'turn.interrupted': () => `${t('chat.interrupted')}: ${data.reason ?? ''}`,
    'approval.requested': () => t('state.awaiting_approval'),
  }[type];
  if (said) {
    $('spoken').textContent = beginningOf(said());
  }
  if (type === 'approval.requested') {
    showPending().catch(() => {});
  }
}

// As much as anybody listens to without a way to stop and go back. The answer itself can be read on.
const MOST_SPOKEN = 2_000;

function beginningOf(text) {
  return text?.length > MOST_SPOKEN ? `${text.slice(0, text.lastIndexOf(' ', MOST_SPOKEN) + 1 || MOST_SPOKEN)}…` : text;
}

function notice(text) {
  $('notice').hidden = !text;
  $('notice').replaceChildren(...(text
    ? [element('span', {}, text), element('button', { type: 'button', class: 'icon-button', 'aria-label': t('notice.close'), onclick: () => notice(null) }, '✕')]
    : []));
}

function showState() {
  const active = current?.transcript.running();
  $('stop').hidden = !active;
  $('recorded').hidden = !current?.transcript.recorded;
  if (current && current.newest !== current.transcript.last) {
    const before = current.newest;
    current.newest = current.transcript.last;
    if (before && current.views.has(before.id)) {
      showStatus(current.views.get(before.id), before);
    }
  }
}

// What was said and is not in the log yet stands below it.
function showUnsent(message, previews) {
  const shown = previews ?? (message.images ?? []).map((image) => `api/v1/conversations/${current.id}/images/${image}`);
  const node = element('li', { class: 'turn sending' },
    element('div', { class: 'bubble' }, message.text, pictures(shown)),
    element('div', { class: 'status' }, element('span', { class: 'muted' }, t('chat.sending'))));
  current.unsent.set(message.clientMessageId, { message, node });
  messages.append(node);
}

function hideUnsent(clientMessageId) {
  current?.unsent.get(clientMessageId)?.node.remove();
  current?.unsent.delete(clientMessageId);
}

function arrived(turn) {
  if (turn.clientMessageId) {
    hideUnsent(turn.clientMessageId);
  }
}

const outbox = new Outbox({
  taken(id, message, turn) {
    // What was said long ago is above what is loaded.
    if (turn.settledAt && current?.id === id && !current.transcript.turns.has(turn.id)) {
      hideUnsent(message.clientMessageId);
    }
  },
  refused(id, message, problem) {
    hideUnsent(message.clientMessageId);
    composer.putBack(problem?.status === 404 ? null : id, message.text);
    notice(problem?.message ?? t('images.lost'));
  },
});

let beginning = false;

// The conversation that is spoken to: the one that is open, else a new one. Null if none could be made.
async function addressed() {
  if (current) {
    return current.id;
  }
  beginning = true;
  composer.hold(true);
  try {
    return (await api.post('conversations', {})).id;
  } catch (error) {
    notice(error.message);
    return null;
  } finally {
    beginning = false;
    composer.hold(false);
  }
}

async function send(text) {
  if (text.trim() === '' || beginning || !composer.takes(text)) {
    return;
  }
  const from = current?.id ?? null;
  const before = current;
  const shown = images.take();
  const id = await addressed();
  if (id === null) {
    images.putBack(shown);
    return;
  }
  const message = outbox.add(id, text, shown.length > 0);
  composer.sent(from, text);
  if (current === null && before === null) {
    // It stands there as unsent.
    open(id);
    list.load();
  } else if (current?.id === id) {
    notice(null);
    showUnsent(message, shown.map((image) => image.preview));
  }
  follow.toEnd();
  if (shown.length > 0) {
    await upload(id, message, shown);
  }
}

// Images go before what is said of them. If one is not taken, nothing is lost.
async function upload(id, message, shown) {
  try {
    const taken = await Promise.all(shown.map((image) => api.upload(`conversations/${id}/images`, image.blob)));
    outbox.uploaded(id, message, taken.map((image) => image.id));
  } catch (error) {
    outbox.forget(id, message);
    if (current?.id === id) {
      images.putBack(shown);
    } else {
      chosen.set(id, shown);
    }
    hideUnsent(message.clientMessageId);
    composer.putBack(id, message.text);
    notice(error.message);
  }
}

function stop() {
  const active = current?.transcript.running();
  if (active && !current.connection.send({ type: 'cancel', turnId: active.id })) {
    api.post(`conversations/${current.id}/turns/${active.id}/cancel`).catch((error) => notice(error.message));
  }
}

function showMenu(open) {
  $('side').classList.toggle('open', open);
  $('shade').hidden = !open;
  $('menu').setAttribute('aria-expanded', open);
}

function closeMenu() {
  showMenu(false);
}

layer(() => $('side').classList.contains('open'), () => {
  closeMenu();
  $('menu').focus();
});

// Escape stops what is being written where it is read, and never what waits for a person.
$('scroll').addEventListener('keydown', (event) => {
  if (isEscape(event) && !event.target.closest('input, select, textarea')) {
    stop();
  }
});
$('send').addEventListener('click', () => send($('text').value));
$('stop').addEventListener('click', stop);
$('unrecord').addEventListener('click', () => {
  api.patch(`conversations/${current.id}`, { recorded: false }).catch((error) => notice(error.message));
});
$('new').addEventListener('click', () => open(null));
$('menu').addEventListener('click', () => {
  showMenu(!$('side').classList.contains('open'));
  $('new').focus();
});
$('shade').addEventListener('click', closeMenu);
document.querySelectorAll('.suggestion').forEach((button) => button.addEventListener('click', () => send(button.textContent)));

list.load();
open(here(), 'replace');
outbox.start();
