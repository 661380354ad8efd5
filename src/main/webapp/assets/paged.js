// A list of the server's that is shown part by part: a button loads what comes next, and says how much there is.
import { api } from './api.js';
import { element } from './dom.js';
import { t } from './texts.js';

const PART = 50;
// Loaded again by itself up to here; who has looked further loads further.
const KEPT_FRESH = 200;

// A row that was changed outside of the server: nothing of it is certain.
export function damagedRow(id) {
  return element('section', { class: 'card damaged', 'data-damaged': id }, element('p', { title: t('row.damaged.why') }, t('row.damaged')));
}

export class PagedList {
  // `show` gets the items of a part, and whether they are the first; `failed` gets what went wrong when more was asked for;
  // `going` is the parameter that the `next` of an answer becomes.
  constructor(container, path, show, failed, going = 'after') {
    this.path = path + (path.includes('?') ? '&' : '?');
    this.show = show;
    this.going = going;
    this.shown = 0;
    this.next = null;
    /** @type {Promise<any>} */
    this.turn = Promise.resolve();
    /** @type {Promise<any> | null} */
    this.waiting = null;
    this.more = element('button', { type: 'button', class: 'more', hidden: true, onclick: () => this.further().catch(failed) });
    container.after(this.more);
  }

  // From the beginning, as far as it was shown. Gives the answer of the first part.
  load() {
    this.waiting ??= this.inTurn(async () => {
      this.waiting = null;
      const first = await this.part(null, Math.min(Math.max(this.shown, PART), KEPT_FRESH));
      this.shown = 0;
      this.take(first, true);
      return first;
    });
    return this.waiting;
  }

  async further() {
    this.more.disabled = true;
    try {
      await this.inTurn(async () => {
        if (this.next !== null) {
          this.take(await this.part(this.next, PART), false);
        }
      });
    } finally {
      this.more.disabled = false;
    }
  }

  // Runs loads one after the other, so that a reload does not remove rows that the user asked for.
  inTurn(work) {
    const turn = this.turn.then(work);
    this.turn = turn.catch(() => {});
    return turn;
  }

  // Whether it shows more rows than are reloaded automatically.
  get far() {
    return this.shown > KEPT_FRESH;
  }

  part(from, limit) {
    return api.get(`${this.path}limit=${limit}${from ? `&${this.going}=${encodeURIComponent(from)}` : ''}`);
  }

  take(answer, first) {
    this.shown += answer.items.length;
    this.next = answer.next ?? null;
    this.more.hidden = this.next === null;
    this.more.textContent = answer.count > this.shown ? `${t('list.more')} (${answer.count - this.shown})` : t('list.more');
    this.show(answer.items, first);
  }
}
