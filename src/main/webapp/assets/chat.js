// The chat: opens conversations, sends what is written.
import './frame.js';
import { api } from './api.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { drafts } from './drafts.js';
import { Follow } from './follow.js';
import { Images } from './images.js';
import { isEscape, layer } from './layers.js';
import { ConversationList } from './list.js';
import { notice } from './notice.js';
import { Outbox } from './outbox.js';
import { t } from './texts.js';
import { nameTitle, showTitle } from './title.js';
import { loadTools } from './turns.js';

const $ = (id) => document.getElementById(id);
const composer = new Composer($('text'), { send: (text) => send(text), stop: () => current?.stop(), tell: notice });
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
const images = new Images({ list: $('images'), button: $('attach'), input: $('files'), field: $('text'), tell: notice });
const chosen = new Map();
api.get('models').then(({ items }) => {
  $('attach').hidden = !items.some((model) => model.capabilities.includes('images'));
}).catch(() => {});

loadTools().then(() => current?.turns.showAgain()).catch(() => {});

// Handles the notifications of the open conversation.
const tell = {
  changed: showState,
  read: (id) => list.read(id),
  renamed(title) {
    list.named(current.id, title);
    nameTitle(title);
  },
  up: () => outbox.now(),
  // Shows what the server has and resends what it lacks.
  lost() {
    const { id, unsent } = current;
    unsent.forEach(({ message }) => outbox.again(id, message));
    open(id, 'stay');
  },
};

document.addEventListener('visibilitychange', () => current?.seen());

// `how` says what becomes of the way back: it goes on (push), the present step of it is replaced, or it stays as it is.
function open(id, how = 'push') {
  current?.close();
  chosen.set(current?.id, images.take());
  current = null;
  $('messages').replaceChildren();
  notice(null);
  showMenu(false);
  list.select(id);
  showTitle(id ?? null).catch(() => {});
  const address = id ? `?c=${encodeURIComponent(id)}` : 'index.xhtml';
  const isHere = new URL(address, location.href).href === location.href;
  if (how === 'replace' || (how === 'push' && isHere)) {
    history.replaceState(null, '', address);
  } else if (how === 'push') {
    history.pushState(null, '', address);
  }
  if (id) {
    current = new Conversation(id, { follow, tell });
    outbox.of(id).forEach((message) => current.showUnsent(message));
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

function showState() {
  $('stop').hidden = !current?.transcript.running();
  $('recorded').hidden = !current?.transcript.recorded;
}

const outbox = new Outbox({
  taken(id, message, turn) {
    if (current?.id === id) {
      current.taken(message, turn.id);
    }
  },
  refused(id, message, problem) {
    current?.hideUnsent(message.clientMessageId);
    composer.putBack(problem?.status === 404 ? null : id, message.text);
    notice(problem?.message ?? t('images.lost'));
  },
});

let beginning = false;

// The conversation to write to: the open one, otherwise a new one. Null if none could be made.
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
    current.showUnsent(message, shown.map((image) => image.preview));
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
    current?.hideUnsent(message.clientMessageId);
    composer.putBack(id, message.text);
    notice(error.message);
  }
}

function showMenu(shown) {
  $('side').classList.toggle('open', shown);
  $('shade').hidden = !shown;
  $('menu').setAttribute('aria-expanded', shown);
}

layer(() => $('side').classList.contains('open'), () => {
  showMenu(false);
  $('menu').focus();
});

// Escape stops what is being written where it is read, and never what waits for a person.
$('scroll').addEventListener('keydown', (event) => {
  if (isEscape(event) && !event.target.closest('input, select, textarea')) {
    current?.stop();
  }
});
$('earlier').addEventListener('click', () => current.loadEarlier());
$('send').addEventListener('click', () => send($('text').value));
$('stop').addEventListener('click', () => current?.stop());
$('unrecord').addEventListener('click', () => {
  api.patch(`conversations/${current.id}`, { recorded: false }).catch((error) => notice(error.message));
});
$('new').addEventListener('click', () => open(null));
$('menu').addEventListener('click', () => {
  showMenu(!$('side').classList.contains('open'));
  $('new').focus();
});
$('shade').addEventListener('click', () => showMenu(false));
document.querySelectorAll('.suggestion').forEach((button) => button.addEventListener('click', () => send(button.textContent)));

list.load();
open(here(), 'replace');
outbox.start();
