// What every page has: language, theme, the mode badge, the number of pending approvals, and whether the server is there.
import { api } from './api.js';
import { Connection, tryNow } from './connection.js';
import { element } from './dom.js';
import { drafts } from './drafts.js';
import { kept } from './kept.js';
import { layer } from './layers.js';
import { Outbox } from './outbox.js';
import { t } from './texts.js';

function onClick(id, action) {
  document.getElementById(id)?.addEventListener('click', action);
}

onClick('language', (event) => {
  const year = 365 * 24 * 3600;
  document.cookie = `clda-lang=${event.currentTarget.dataset.language};path=${new URL('.', document.baseURI).pathname};max-age=${year};samesite=strict`;
  // Not a reload: that would resubmit the sign-in form.
  const to = document.querySelector('input[name=to]')?.value;
  location.replace(location.pathname + (location.search || (to ? `?to=${encodeURIComponent(to)}` : '')));
});

onClick('theme', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try {
    localStorage.setItem('clda-theme', root.dataset.theme);
  } catch {
    // It holds for this page.
  }
  document.dispatchEvent(new Event('themechange'));
});

// The user menu closes when something else is used.
const menu = document.getElementById('person');
if (menu) {
  document.addEventListener('click', (event) => {
    if (menu.open && !menu.contains(event.target)) {
      menu.open = false;
    }
  });
  layer(() => menu.open, () => {
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

document.getElementById('leave')?.addEventListener('submit', () => kept.eraseAll());

// While something is disconnected, the page says so and lets the user retry at once.
const offline = document.getElementById('offline');
document.addEventListener('connection', ({ detail }) => {
  if (!detail.down) {
    offline?.replaceChildren();
  } else if (offline?.childElementCount === 0) {
    offline.append(element('div', { class: 'notice' }, t('chat.offline'), ' ',
      element('button', { type: 'button', class: 'small try-now', onclick: tryNow }, t('net.now'))));
  }
});

async function showMode() {
  const badge = document.getElementById('mode');
  if (!badge) {
    return;
  }
  const system = await api.get('system');
  const words = [system.modelConfigured ? system.model : t('mode.offline')];
  if (!system.durable) {
    words.push(t('mode.notdurable'));
    badge.classList.add('warn');
  }
  badge.textContent = words.join(' · ');
  badge.hidden = false;
}

export async function showPending() {
  const count = document.getElementById('pending');
  if (!count) {
    return;
  }
  const [approvals, unknowns] = await Promise.all([api.get('approvals?state=pending&limit=1'), api.get('effects?state=unknown&limit=1')]);
  show(approvals.forMe + unknowns.forMe);
}

function show(mine) {
  const count = document.getElementById('pending');
  count.textContent = mine;
  count.hidden = mine === 0;
}

// The server's word that something waits for this person, on every page. What was said while nobody listened is asked for.
function listen() {
  let before = false;
  return new Connection(() => 'ws/v1/inbox', {
    up: () => {
      if (before) {
        showPending().catch(() => {});
        document.dispatchEvent(new Event('inbox'));
      }
      before = true;
    },
    message: (message) => {
      if (message.type === 'inbox') {
        show(message.approvals + message.unknown);
        document.dispatchEvent(new Event('inbox'));
      }
    },
  });
}

// Times are meant in the person's own zone: until another is set, in that of the browser.
async function tellZone() {
  const person = document.body.dataset.person ?? '';
  if (sessionStorage.getItem('clda-zone') === person) {
    return;
  }
  const { timeZone } = await api.get('me/settings');
  if (!timeZone) {
    await api.put('me/settings', { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  }
  sessionStorage.setItem('clda-zone', person);
}

showMode().catch(() => {});
if (document.getElementById('pending')) {
  showPending().catch(() => {});
  listen();
  tellZone().catch(() => {});
  // The chat has its own, which shows them.
  if (!document.getElementById('messages')) {
    new Outbox({ taken: () => {}, refused: (conversationId, { text }) => drafts.putBack(conversationId, text) }).start();
  }
}
