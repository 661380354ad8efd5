// The list of conversations: search, open, rename, delete.
import { api } from './api.js';
import { element } from './dom.js';
import { t } from './texts.js';

const PART = 50;
// As many as one answer may have.
const MOST = 100;

export class ConversationList {
  constructor(container, search, handler) {
    this.container = container;
    this.search = search;
    this.handler = handler;
    this.current = null;
    this.round = 0;
    this.shown = 0;
    search.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), 200);
    });
  }

  async load() {
    const round = ++this.round;
    const query = this.search.value.trim();
    try {
      const part = await this.part(query, null, Math.min(Math.max(this.shown, PART), MOST));
      if (round === this.round) {
        this.shown = 0;
        this.container.replaceChildren();
        this.show(part, query);
      }
    } catch {
      this.container.replaceChildren(element('li', { class: 'muted pad' }, t('list.error')));
    }
  }

  part(query, before, limit) {
    return api.get(`conversations?limit=${limit}${query ? `&q=${encodeURIComponent(query)}` : ''}${before ? `&before=${before}` : ''}`);
  }

  async further(button, query, before) {
    const round = this.round;
    button.disabled = true;
    try {
      const part = await this.part(query, before, PART);
      if (round === this.round) {
        button.parentNode.remove();
        this.show(part, query);
      }
    } catch {
      button.disabled = false;
    }
  }

  show({ items, next }, query) {
    this.shown += items.length;
    if (this.shown === 0) {
      this.container.append(element('li', { class: 'muted pad' }, query ? t('list.none') : t('list.empty')));
      return;
    }
    this.container.append(...items.map((item) => this.row(item)));
    if (next) {
      const more = element('button', { type: 'button', class: 'more', onclick: () => this.further(more, query, next) }, t('list.more'));
      this.container.append(element('li', { class: 'further' }, more));
    }
  }

  // It was shown: nothing in it is new any more.
  read(id) {
    this.container.querySelector(`li[data-id="${CSS.escape(id)}"] .unread`)?.remove();
  }

  row(item) {
    if (item.state === 'damaged') {
      return element('li', { class: 'damaged', 'data-id': item.id }, element('span', { title: t('list.damaged.why') }, t('list.damaged')));
    }
    const title = item.title ?? t('list.untitled');
    return element('li', { class: item.id === this.current ? 'here' : '', 'data-id': item.id },
      element('a', {
        href: `index.xhtml?c=${item.id}`,
        title,
        onclick: (event) => {
          event.preventDefault();
          this.handler.open(item.id);
        },
      },
      item.unread && item.id !== this.current ? element('span', { class: 'unread', role: 'img', 'aria-label': t('list.unread') }) : '',
      title,
      item.snippet ? element('small', { class: 'snippet' }, item.snippet) : ''),
      element('button', { type: 'button', class: 'icon-button', title: t('list.rename'), 'aria-label': `${t('list.rename')}: ${title}`, onclick: () => this.rename(item) }, '✎'),
      element('button', { type: 'button', class: 'icon-button', title: t('list.delete'), 'aria-label': `${t('list.delete')}: ${title}`, onclick: () => this.erase(item) }, '✕'));
  }

  select(id) {
    this.current = id;
    this.container.querySelectorAll('li').forEach((row) => row.classList.toggle('here', row.dataset.id === id));
  }

  async rename(item) {
    const title = await ask(t('list.rename'), item.title ?? '');
    if (title && title.trim() !== item.title) {
      await api.patch(`conversations/${item.id}`, { title: title.trim() });
      await this.load();
    }
  }

  async erase(item) {
    if (await ask(`${t('list.delete.question')} “${item.title ?? t('list.untitled')}”`)) {
      await api.delete(`conversations/${item.id}`);
      await this.load();
      this.handler.erased(item.id);
    }
  }
}

// Asks for a text, or for yes or no when there is none to begin with.
function ask(label, text) {
  return new Promise((answer) => {
    const input = text === undefined ? null : element('input', { type: 'text', maxlength: 200, value: text, 'aria-label': label });
    const dialog = element('dialog', { 'aria-label': label },
      element('form', { method: 'dialog' },
        element('p', {}, label),
        input,
        element('div', { class: 'buttons' },
          element('button', { value: 'ok', class: 'primary' }, t('dialog.ok')),
          element('button', { value: '', type: 'submit' }, t('dialog.cancel')))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'ok' ? (input ? input.value : true) : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    input?.select();
  });
}
