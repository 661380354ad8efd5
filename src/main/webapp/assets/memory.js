// The facts to be remembered for the user: shown with their origin, corrected, deleted.
import './frame.js';
import { api } from './api.js';
import { keepField } from './drafts.js';
import { element, visible } from './dom.js';
import { language, t } from './texts.js';

const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const facts = document.getElementById('facts');
const notice = document.getElementById('notice');
const field = document.getElementById('fact');
const written = keepField(field, 'fact');

function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
}

// Does the work, shows the new state, and reports a failure without losing typed text.
async function attempt(work, done) {
  try {
    await work();
    notice.hidden = true;
    if (done) {
      tell(done);
    }
    await load();
  } catch (error) {
    tell(error.message);
  }
}

/** @param {Schemas['Fact']} fact */
function source({ origin, at, conversationId, correctedAt }) {
  const when = time.format(new Date(at));
  const parts = [origin.conversationId
    ? element('a', { href: `index.xhtml?c=${origin.conversationId}` }, t('memory.said'))
    : t('memory.written'), ` · ${when}`];
  if (conversationId) {
    parts.push(` · ${t('memory.onlyin')}`);
  }
  if (correctedAt) {
    parts.push(` · ${t('memory.corrected')} ${time.format(new Date(correctedAt))}`);
  }
  return element('p', { class: 'muted source' }, ...parts);
}

/** @param {Schemas['Fact']} fact */
function shown(fact) {
  const item = element('li', { class: 'card fact', 'data-fact': fact.number },
    element('p', {}, visible(fact.text)),
    source(fact),
    element('div', { class: 'buttons' },
      element('button', { type: 'button', class: 'small', onclick: () => item.replaceWith(corrected(fact, item)) }, t('memory.correct')),
      element('button', { type: 'button', class: 'small deny', onclick: () => attempt(() => api.delete(`memory/${fact.number}`), t('memory.forgotten')) }, t('memory.forget'))));
  return item;
}

/**
 * @param {Schemas['Fact']} fact
 * @param {Element} before the element that is replaced
 */
function corrected(fact, before) {
  const input = element('input', { type: 'text', maxlength: 500, required: true, value: fact.text, 'aria-label': t('memory.new') });
  const item = element('li', { class: 'card fact', 'data-fact': fact.number },
    element('form', {
      onsubmit: (event) => {
        event.preventDefault();
        attempt(() => api.patch(`memory/${fact.number}`, { text: input.value }));
      },
    }, input, element('button', { type: 'submit', class: 'small primary' }, t('memory.save')),
    element('button', { type: 'button', class: 'small', onclick: () => item.replaceWith(before) }, t('memory.cancel'))));
  requestAnimationFrame(() => input.focus());
  return item;
}

async function load() {
  const { items } = await api.get('memory');
  facts.replaceChildren(...(items.length
    ? items.reverse().map(shown)
    : [element('li', { class: 'muted' }, t('memory.empty'))]));
}

document.getElementById('remembering').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    await api.post('memory', { text: field.value });
    field.value = '';
    written.done();
  });
});

load().catch((error) => {
  facts.replaceChildren();
  tell(error.message);
});
