// The usage of models and its limits.
import './frame.js';
import { element, table } from './dom.js';
import { PagedList } from './paged.js';
import { language, t } from './texts.js';
import { text } from './values.js';

const number = new Intl.NumberFormat(language);
const money = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** @param {Schemas['Budget']} budget */
function budget({ scope, limit, used }) {
  const parts = Object.entries(limit).map(([what, most]) => {
    const words = (amount) => (what === 'money' ? money : number).format(amount);
    const label = used ? `${words(used[what] ?? 0)} / ${words(most)} ${t(`usage.${what}`)}` : `${t('usage.most')} ${words(most)} ${t(`usage.${what}`)}`;
    return element('p', {}, label,
      used ? element('meter', { min: 0, max: Number(most) || 1, high: most * 0.8, value: Math.min(used[what] ?? 0, most), 'aria-label': label }) : null);
  });
  return element('section', { class: 'card' }, element('h2', {}, t(`usage.${scope}`)), ...parts);
}

/**
 * @param {Schemas['UsageRow']} item
 * @param {boolean} everybody whether there are rows of several persons
 */
function row(item, everybody) {
  const figure = (value) => element('td', { class: 'figure' }, value);
  return element('tr', {},
    element('td', {}, text(item.day)),
    everybody ? element('td', {}, item.user) : null,
    element('td', {}, item.model ?? t('usage.estimated')),
    figure(number.format(item.calls)),
    figure(number.format(item.inputTokens + item.estimatedTokens)),
    figure(number.format(item.cachedTokens)),
    figure(number.format(item.outputTokens)),
    figure(money.format(item.cost)));
}

const report = document.getElementById('report');
let rows = [];

function fill(items, first) {
  rows = first ? items : [...rows, ...items];
  const everybody = new Set(rows.map((item) => item.user)).size > 1;
  const head = [t('usage.day'), ...(everybody ? [t('usage.user')] : []), t('usage.model'), t('usage.asked'), t('usage.input'), t('usage.cached'), t('usage.output'), t('usage.cost')];
  report.replaceChildren(rows.length
    ? table(head, rows.map((item) => row(item, everybody)), { class: 'usage' })
    : element('p', { class: 'muted' }, t('usage.nothing')));
}

function failed(error) {
  const notice = document.getElementById('notice');
  notice.textContent = error.message;
  notice.hidden = false;
}

new PagedList(report, 'usage?days=30', fill, failed, 'before').load()
  .then(({ budgets }) => document.getElementById('budgets').replaceChildren(...budgets.map(budget)))
  .catch((error) => {
    failed(error);
    report.replaceChildren();
  });
