// What the built-in interpreter knows, what it missed, and how it would interpret a sentence.
import './frame.js';
import { api } from './api.js';
import { element, table, visible } from './dom.js';
import { PagedList, damagedRow } from './paged.js';
import { refusal } from './refusals.js';
import { inLanguage, language, t } from './texts.js';

const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
const notice = document.getElementById('notice');
let intents = [];

function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
}

// Buttons are disabled while their work is in progress, and show it.
async function busy(button, work) {
  const words = button.textContent;
  button.disabled = true;
  button.textContent = t('workbench.working');
  try {
    await work();
  } catch (error) {
    tell(error.message);
  } finally {
    button.disabled = false;
    button.textContent = words;
  }
}

/** @param {Schemas['Learned']} learned */
function showLearned(learned) {
  intents = learned.intents.map((one) => one.intent);
  document.getElementById('learned').replaceChildren(
    element('p', { class: 'muted' }, `${t('workbench.version')} ${learned.version}`),
    table([t('workbench.intent'), t('workbench.english'), t('workbench.chinese')],
      learned.intents.map((one) => element('tr', {}, element('td', {}, one.intent), element('td', {}, String(one.en)), element('td', {}, String(one.zh))))));
}

/** @param {Whole<Schemas['MissedSentence'], 'at'>} item */
function missedCard(item) {
  const intent = element('select', { 'aria-label': t('workbench.intent') },
    element('option', { value: '' }, t('workbench.choose')),
    ...intents.map((name) => element('option', { value: name }, name)));
  const example = element('input', { type: 'text', maxlength: 2000, value: item.text, 'aria-label': t('workbench.example') });
  const settle = (work, done) => async (event) => busy(event.currentTarget, async () => {
    await work();
    tell(done);
    await loadMissed();
  });
  const add = element('button', {
    type: 'button',
    class: 'primary',
    disabled: true,
    onclick: settle(() => api.post(`nlu/missed/${item.id}/label`, { intent: intent.value, text: example.value }), t('workbench.added')),
  }, t('workbench.add'));
  intent.addEventListener('change', () => { add.disabled = intent.value === ''; });
  return element('section', { class: 'card', 'data-missed': item.id },
    element('header', {}, element('strong', {}, visible(item.text)),
      element('span', { class: 'state' }, `${t(`workbench.${item.why}`)} · ${time.format(new Date(item.at))}`)),
    element('div', { class: 'labelling' }, example, intent),
    element('div', { class: 'buttons' }, add,
      element('button', { type: 'button', class: 'deny', onclick: settle(() => api.delete(`nlu/missed/${item.id}`), t('workbench.dismissed')) }, t('workbench.dismiss'))));
}

const missed = document.getElementById('missed');
const missedList = new PagedList(missed, 'nlu/missed', (items, first) => {
  const cards = items.map((item) => (item.state === 'damaged' ? damagedRow(item.id) : missedCard(item)));
  if (first) {
    missed.replaceChildren(...(cards.length ? cards : [element('p', { class: 'muted' }, t('workbench.nothing'))]));
  } else {
    missed.append(...cards);
  }
}, (error) => tell(error.message), 'before');

const loadMissed = () => missedList.load();

async function understand(text) {
  const response = await fetch('model/parse', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text }),
  });
  const parsed = await response.json();
  if (!response.ok) {
    throw new Error(refusal(parsed.detail));
  }
  const ranking = parsed.intent_ranking.slice(0, 6).map((one) => element('li', {},
    element('span', { class: 'name' }, one.name),
    element('meter', { min: 0, max: 1, value: one.confidence, 'aria-hidden': 'true' }),
    element('span', { class: 'muted' }, percent.format(one.confidence))));
  const found = parsed.entities.map((one) => element('li', {}, `${one.entity}: `, element('strong', {}, visible(inLanguage(one.words) ?? one.value))));
  document.getElementById('understood').replaceChildren(
    element('p', {}, `${t('workbench.meant')}: `, element('strong', {}, parsed.intent.name === 'nlu_fallback' ? t('workbench.unknown') : parsed.intent.name)),
    element('ol', { class: 'ranking' }, ...ranking),
    found.length ? element('ul', {}, ...found) : element('p', { class: 'muted' }, t('workbench.novalues')));
}

// A row is what was meant, a column what it was taken for; the stronger the colour, the more.
/** @param {Schemas['Checked']} checked */
function matrix(checked) {
  const rows = checked.intents.map((intent, row) => {
    const all = checked.taken[row].reduce((sum, count) => sum + count, 0) || 1;
    return element('tr', {}, element('th', { scope: 'row' }, intent), ...checked.taken[row].map((count, column) => {
      const share = count / all;
      const cell = element('td', { class: row === column ? 'right' : count ? 'wrong' : '', title: `${intent} → ${checked.intents[column]}: ${count}` }, count ? String(count) : '');
      cell.style.setProperty('--share', share.toFixed(3));
      return cell;
    }));
  });
  return table(['', ...checked.intents.map((_, index) => String(index + 1))], rows.map((row, index) => {
    row.firstChild.prepend(element('span', { class: 'muted' }, `${index + 1} `));
    return row;
  }), { class: 'matrix', 'aria-label': t('workbench.matrix') });
}

/** @param {Schemas['Checked']} checked */
function showChecked(checked) {
  document.getElementById('checked').replaceChildren(
    element('p', {}, element('strong', {}, percent.format(checked.right / checked.sentences)),
      ` · ${checked.right} / ${checked.sentences} ${t('workbench.held')}`),
    matrix(checked),
    element('details', {}, element('summary', {}, `${t('workbench.wrong')} (${checked.wrong.length})`),
      element('ul', {}, ...checked.wrong.map((one) => element('li', {}, `${visible(one.text)} — ${one.intent} → ${one.takenFor}`)))));
}

document.getElementById('trying').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = document.getElementById('sentence').value.trim();
  if (text) {
    busy(event.submitter ?? event.target.querySelector('button'), () => understand(text));
  }
});
document.getElementById('learn').addEventListener('click', (event) => busy(event.currentTarget, async () => {
  showLearned(await api.post('nlu/learn'));
  tell(t('workbench.learned'));
  await loadMissed();
}));
document.getElementById('check').addEventListener('click', (event) => busy(event.currentTarget, async () => showChecked(await api.post('nlu/check'))));

api.get('nlu').then(showLearned).then(loadMissed).catch((error) => tell(error.message));
