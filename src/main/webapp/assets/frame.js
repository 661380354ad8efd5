// What every page has: language, theme, the mode badge, the number of pending approvals.
import { api } from './api.js';
import { t } from './texts.js';

function onClick(id, action) {
  document.getElementById(id)?.addEventListener('click', action);
}

onClick('language', (event) => {
  const year = 365 * 24 * 3600;
  document.cookie = `clda-lang=${event.currentTarget.dataset.language};path=${new URL('.', document.baseURI).pathname};max-age=${year};samesite=strict`;
  location.reload();
});

onClick('theme', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('clda-theme', root.dataset.theme);
  document.dispatchEvent(new Event('themechange'));
});

// The menu of the person closes when something else is wanted.
const menu = document.getElementById('person');
document.addEventListener('click', (event) => {
  if (menu?.open && !menu.contains(event.target)) {
    menu.open = false;
  }
});
menu?.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    menu.open = false;
    menu.querySelector('summary').focus();
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

// The server's word that something waits for this person, on every page.
async function listen() {
  const { ticket } = await api.post('ws-ticket');
  const address = new URL('ws/v1/inbox', document.baseURI);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address, ['clda.v1', `ticket.${ticket}`]);
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'inbox') {
      show(message.approvals + message.unknown);
      document.dispatchEvent(new Event('inbox'));
    }
  };
  socket.onclose = () => setTimeout(() => listen().catch(() => {}), 10000);
}

// Times are meant in the person's own zone: until another is set, in that of the browser.
async function tellZone() {
  if (sessionStorage.getItem('clda-zone')) {
    return;
  }
  const { timeZone } = await api.get('me/settings');
  if (!timeZone) {
    await api.put('me/settings', { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  }
  sessionStorage.setItem('clda-zone', 'told');
}

showMode().catch(() => {});
if (document.getElementById('pending')) {
  showPending().catch(() => {});
  listen().catch(() => {});
  tellZone().catch(() => {});
}
