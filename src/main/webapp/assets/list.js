// The list of conversations: search, open, rename, delete.
import { api } from './api.js';
import { askText, confirmed } from './dialog.js';
import { arrange, element } from './dom.js';
import { keepingFocus } from './focus.js';
import { t } from './texts.js';

const PART = 50;
// The maximum page size of one response.
const MOST = 100;

export class ConversationList {
  constructor(container, search, handler) {
    this.container = container;
    this.search = search;
    this.handler = handler;
    this.current = null;
    this.round = 0;
    this.shown = 0;
    // By what they show: a row that shows the same stays the same.
    this.rows = new Map();
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
        this.show([], part, query);
      }
    } catch {
      this.arrange([element('li', { class: 'muted pad' }, t('list.error'))]);
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
        this.show([...this.container.children].filter((row) => !row.contains(button)), part, query);
      }
    } catch {
      button.disabled = false;
    }
  }

  // The rows that are there already, and those of one more part.
  /**
   * @param {Element[]} before
   * @param {Schemas['ConversationPage']} part
   * @param {string} query
   */
  show(before, { items, next }, query) {
    this.shown += items.length;
    if (this.shown === 0) {
      this.arrange([element('li', { class: 'muted pad' }, query ? t('list.none') : t('list.empty'))]);
      return;
    }
    const rows = [...before, ...items.map((item) => this.known(item))];
    if (next) {
      const more = element('button', { type: 'button', class: 'more', onclick: () => this.further(more, query, next) }, t('list.more'));
      rows.push(element('li', { class: 'further' }, more));
    }
    this.arrange(rows);
  }

  arrange(rows) {
    keepingFocus(this.container, (row) => row.dataset.id ?? row.className, () => this.search, () => arrange(this.container, rows));
    this.rows = new Map(rows.map((row) => [row.shows, row]));
  }

  known(item) {
    const isNew = item.unread && item.id !== this.current;
    const shows = JSON.stringify([item.id, item.state, item.title, isNew, item.snippet]);
    const row = this.rows.get(shows) ?? this.row(item, isNew);
    row.shows = shows;
    row.classList.toggle('here', item.id === this.current);
    return row;
  }

  // Takes the new name of a conversation; its row may have been made before.
  named(id, title) {
    const row = [...this.rows.values()].find((one) => one.dataset?.id === id);
    if (row === undefined || JSON.parse(row.shows)[2] !== title) {
      this.load();
    }
  }

  // Marks the conversation as read.
  read(id) {
    const row = this.container.querySelector(`li[data-id="${CSS.escape(id)}"]`);
    if (row) {
      row.querySelector('.unread')?.remove();
      this.rows.delete(row.shows);
    }
  }

  /**
   * @param {Schemas['ConversationRow']} item
   * @param {boolean} isNew whether something in it was not seen yet
   */
  row(item, isNew) {
    if (item.state === 'damaged') {
      return element('li', { class: 'damaged', 'data-id': item.id }, element('span', { title: t('list.damaged.why') }, t('list.damaged')));
    }
    const title = item.title ?? t('list.untitled');
    return element('li', { class: 'conversation', 'data-id': item.id },
      element('a', {
        href: `index.xhtml?c=${item.id}`,
        title,
        onclick: (event) => {
          // With a modifier key, the browser handles the click: another tab or window.
          if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
            event.preventDefault();
            this.handler.open(item.id);
          }
        },
      },
      isNew ? element('span', { class: 'unread', role: 'img', 'aria-label': t('list.unread') }) : '',
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
    const title = await askText(t('list.rename'), item.title ?? '');
    if (title && title.trim() !== item.title) {
      await this.attempt(() => api.patch(`conversations/${item.id}`, { title: title.trim() }));
    }
  }

  async erase(item) {
    if (await confirmed(t('list.delete.question').replace('{0}', () => item.title ?? t('list.untitled')), t('list.delete'))) {
      await this.attempt(async () => {
        await api.delete(`conversations/${item.id}`);
        this.handler.erased(item.id);
      });
    }
  }

  async attempt(work) {
    try {
      await work();
      await this.load();
    } catch (error) {
      this.handler.failed(error);
    }
  }
}
