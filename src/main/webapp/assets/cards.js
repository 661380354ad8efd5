// A tool call as a card: what was asked, its state, what came of it; and the question when it waits for a person.
import { element, person, scrolling, visible } from './dom.js';
import { keepField } from './drafts.js';
import { argumentName, failure, inLanguage, labelled, language, t, toolName, valueName } from './texts.js';
import { amount, isNumeric, isShort, subject, text, written, writtenMember } from './values.js';

const MAX_ROWS = 100;
const digits = new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

const DAY = 24 * 3600 * 1000;

// The distance to a time, in the largest unit that fits.
function until(then) {
  const left = then - Date.now();
  /** @type {[Intl.RelativeTimeFormatUnit, number]} */
  const [unit, size] = left >= 2 * DAY ? ['day', DAY] : left >= 2 * 3600 * 1000 ? ['hour', 3600 * 1000] : ['minute', 60 * 1000];
  return new Intl.RelativeTimeFormat(language).format(Math.round(left / size), unit);
}

// Rows with instructions from the result on how to draw them (clda.tools.Chart).
function isCharted(result) {
  const { label, value } = result?.chart ?? {};
  return Array.isArray(result?.rows) && result.rows.length > 0 && result.rows.length <= MAX_ROWS
    && result.rows.every((row) => typeof row === 'object' && row !== null && Object.hasOwn(row, label) && isNumeric(row[value]));
}

function charted(tool, result) {
  const { label, value } = result.chart;
  const period = [result.from, result.to].filter((end) => typeof end === 'string').map(text).join(' – ');
  const about = period ? `${toolName(tool)} ${period}` : toolName(tool);
  const columns = Object.keys(result.rows[0]);
  const right = (name) => (result.rows.every((row) => isNumeric(row[name])) && name !== label ? { class: 'number' } : {});
  const cell = (name, content) => (name === value ? amountOf(content, result.currency) : plain(tool, name, content));
  const table = element('table', {},
    element('caption', {}, about),
    element('thead', {}, element('tr', {}, ...columns.map((name) => element('th', { scope: 'col', ...right(name) }, argumentName(name))))),
    element('tbody', {}, ...result.rows.map((row) => element('tr', {}, ...columns.map((name) => element('td', right(name), cell(name, row[name])))))),
    isNumeric(result.total)
      ? element('tfoot', {}, element('tr', {}, ...columns.map((name) => (name === label
        ? element('th', { scope: 'row' }, t('table.total'))
        : element('td', right(name), name === value ? amountOf(result.total, result.currency) : '')))))
      : null);
  const canvas = element('canvas', { role: 'img', 'aria-label': about });
  const box = element('div', { class: 'chart' }, canvas);
  drawWhenVisible(canvas, result);
  return element('div', { class: 'report' }, scrolling(element('div', { class: 'table-box' }, table), about), box);
}

// The amount with its currency, if there is one.
function amountOf(value, currency) {
  return currency ? amount(value, currency) : digits.format(value);
}

function plain(tool, name, value) {
  return typeof value === 'number' ? digits.format(value) : writtenMember(tool, name, value);
}

function drawWhenVisible(canvas, result) {
  let chart = null;
  const draw = () => {
    if (!canvas.isConnected || !window.Chart) {
      return;
    }
    chart?.destroy();
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue('--muted');
    chart = new window.Chart(canvas, {
      type: result.chart.kind === 'line' ? 'line' : 'bar',
      data: {
        labels: result.rows.map((row) => {
          const label = row[result.chart.label];
          return valueName(result.chart.label, label) ?? visible(label);
        }),
        datasets: [{
          data: result.rows.map((row) => Number(row[result.chart.value])),
          backgroundColor: style.getPropertyValue('--accent'),
          borderColor: style.getPropertyValue('--accent'),
          borderRadius: 4,
          maxBarThickness: 48,
        }],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        plugins: { legend: { display: false } },
        scales: {
          x: { ticks: { color: ink }, grid: { display: false } },
          y: { beginAtZero: true, ticks: { color: ink }, grid: { color: style.getPropertyValue('--line') } },
        },
      },
    });
  };
  new ResizeObserver((entries, observer) => {
    if (canvas.isConnected) {
      observer.disconnect();
      draw();
    }
  }).observe(canvas);
  document.addEventListener('themechange', draw);
}

function details(label, content) {
  return element('details', {}, element('summary', {}, label), content);
}

// Arguments as the server says that they have to be shown; without that, as this page would show them.
export function shownList(item) {
  if (!item.shown) {
    return written(item.tool, item.arguments ?? {}, item.words);
  }
  const list = element('dl', { class: 'arguments' });
  for (const { name, value, currency, words } of item.shown) {
    const said = inLanguage(words) ?? valueName(name, value) ?? value;
    list.append(element('dt', {}, argumentName(name)), element('dd', {}, currency ? amount(value, currency) : said));
  }
  return list;
}

// The limit that the call would exceed, in the person's language.
function sumText({ sum, shown = [] }) {
  const currency = shown.find(({ name }) => name === sum.of)?.currency;
  const what = sum.of ? t('sum.of').replace('{0}', argumentName(sum.of)) : t('sum.count');
  const whose = sum.per === 'argument' ? t('sum.argument').replace('{0}', argumentName(sum.argument)) : t(`sum.${sum.per}`);
  const hours = /^PT(\d+)H$/.exec(sum.within ?? '');
  const within = hours ? t('sum.within').replace('{0}', hours[1]) : '';
  return t('sum.text').replace('{what}', what).replace('{most}', currency ? amount(sum.most, currency) : visible(sum.most)).replace('{whose}', whose).replace('{within}', within);
}

// The question to a person. decide(decision, reason, remember) is called with what is chosen; withdraw() by who asked, if
// somebody else decides.
export function question(approval, mayDecide, decide, delegate, withdraw) {
  const box = element('div', { class: 'question' });
  box.append(element('p', { class: 'ask' }, mayDecide ? t('approval.question') : t('approval.other')));
  if (approval.sum) {
    box.append(element('p', { class: 'because' }, sumText(approval)));
  }
  if (approval.because === 'taint' || approval.because === 'irreversible') {
    box.append(element('p', { class: 'because' }, t(`approval.${approval.because}`)));
  }
  if (approval.means) {
    box.append(element('p', { class: 'means' }, labelled('approval.means', `${visible(approval.means)}`)));
  }
  box.append(shownList(approval));
  if (approval.delegate) {
    box.append(element('p', { class: 'muted' }, labelled('approval.delegated', `${person(approval.delegate)}`)));
  }
  const at = approval.createdAt ? time.format(new Date(approval.createdAt)) : '';
  // The conversation is told to nobody but whose it is, and they need not be told who they are.
  if (approval.requester && !approval.conversationId) {
    box.append(element('p', { class: 'muted' }, labelled('approval.requester', `${person(approval.requester)}${at ? ` · ${at}` : ''}`)));
  } else if (at) {
    box.append(element('p', { class: 'muted' }, labelled('approval.at', at)));
  }
  const expires = new Date(approval.expiresAt);
  box.append(element('p', { class: 'muted' }, labelled('approval.expires', t('approval.expires.at').replace('{0}', time.format(expires)).replace('{1}', until(expires)))));
  // The conversation is named only to users who may read it.
  if (approval.conversationId && new URLSearchParams(location.search).get('c') !== approval.conversationId) {
    box.append(element('p', {}, element('a', { href: `index.xhtml?c=${approval.conversationId}` }, t('approval.conversation'))));
  }
  if (mayDecide) {
    const remember = approval.mayBeRemembered ? element('input', { type: 'checkbox' }) : null;
    const reason = element('input', { type: 'text', maxlength: 500, placeholder: t('approval.reason'), 'aria-label': t('approval.reason') });
    const reasonKept = keepField(reason, `reason-${approval.approvalId}`);
    const buttons = element('div', { class: 'buttons' });
    let chosen = false;
    // A disabled button would lose the focus.
    const mark = (done) => {
      chosen = done;
      buttons.querySelectorAll('button').forEach((button) => button.setAttribute('aria-disabled', done));
    };
    const choose = (decision) => (event) => {
      // The second click of a double click was meant for the previous card, which this one has replaced.
      if (chosen || event.detail > 1) {
        return;
      }
      mark(true);
      Promise.resolve(decide(decision, reason.value, Boolean(remember?.checked))).then(() => reasonKept.done(), () => mark(false));
    };
    buttons.append(
      element('button', { type: 'button', class: 'primary approve', onclick: choose('approve') }, t('approval.approve')),
      element('button', { type: 'button', class: 'deny', onclick: choose('deny') }, t('approval.deny')));
    box.append(reason);
    if (remember) {
      box.append(element('label', { class: 'remember' }, remember, t('approval.remember')));
    }
    box.append(buttons);
    if (delegate) {
      const to = element('input', { type: 'text', maxlength: 128, placeholder: t('approval.delegate.to'), 'aria-label': t('approval.delegate.to') });
      box.append(details(t('approval.delegate'), element('div', { class: 'delegate' }, to,
        element('button', { type: 'button', class: 'small', onclick: () => to.value.trim() && delegate(to.value.trim()) }, t('approval.delegate.ask')))));
    }
  } else if (withdraw) {
    box.append(element('div', { class: 'buttons' },
      element('button', { type: 'button', class: 'small withdraw', onclick: withdraw }, t('approval.withdraw'))));
  }
  return box;
}

// The state that counts: that of the background task, if there is one.
/** @param {FoldedCall} call */
function stateOf(call) {
  return call.task?.state ?? call.state;
}

// How the state is called: what never began because it was not wanted any more, or not in time, did not fail.
function nameOf(call, state) {
  const code = (call.task?.error ?? call.error)?.code;
  if (state === 'failed' && code === 'cancelled') {
    return call.approval && !call.decided ? 'withdrawn' : 'stopped';
  }
  return state === 'failed' && code === 'expired' ? 'expired' : state;
}

function progress(how) {
  const known = Number.isFinite(how?.percent);
  const bar = element('progress', { 'aria-label': t('state.running'), max: 100, value: known ? how.percent : null });
  return known
    ? element('div', { class: 'progress' }, bar, element('span', { class: 'muted' }, `${how.percent} %${how.note ? ` · ${visible(how.note)}` : ''}`))
    : bar;
}

// The action and its object.
export function headline(call) {
  const about = subject(call.arguments);
  return element('span', { class: 'headline' }, element('strong', {}, toolName(call.tool)), about ? element('span', { class: 'muted' }, ` ${about}`) : '');
}

// actions: decide(decision, reason, remember), withdraw(), stop(), undo(); undoable says whether the tool names an undo.
/**
 * @param {FoldedCall} call
 * @param {boolean} undoable whether the tool names an undo
 * @param {any} actions
 */
export function toolCard(call, undoable, actions) {
  const state = stateOf(call);
  const name = nameOf(call, state);
  const card = element('section', { class: `card ${name}`, 'data-tool': call.tool, 'data-state': state },
    element('header', {},
      element('span', { class: 'dot', 'aria-hidden': 'true' }),
      headline(call),
      call.task ? element('span', { class: 'tag' }, t('task.tag')) : null,
      call.undoneBy ? element('span', { class: 'tag' }, t('call.undone')) : null,
      element('span', { class: 'state' }, t(`state.${name}`))));
  if (state === 'running') {
    card.append(progress(call.task ?? call.progress));
    if (call.task) {
      card.append(element('div', { class: 'buttons' },
        element('button', { type: 'button', class: 'small stop-task', onclick: (event) => { event.currentTarget.disabled = true; actions.stop(); } }, t('task.stop'))));
    }
  }
  if (call.state === 'awaiting_approval' && call.approval) {
    card.append(question(call.approval, call.approval.role === 'requester', actions.decide, null, actions.withdraw));
    return card;
  }
  if (call.decided) {
    const reason = call.decided.reason ? ` – ${visible(call.decided.reason)}` : '';
    card.append(element('p', { class: 'muted' }, `${t(`approval.decided.${call.decided.decision}`)} ${person(call.decided.by)}${reason}`));
  }
  if (call.resolved) {
    const reason = call.resolved.reason ? ` – ${visible(call.resolved.reason)}` : '';
    card.append(element('p', { class: 'muted' }, `${t(`resolved.${call.resolved.resolution}`)} ${person(call.resolved.by)}${reason}`));
  }
  if (state === 'unknown') {
    card.append(element('p', {}, t('tool.unknown')),
      element('p', {}, element('a', { href: 'approvals.xhtml#unknown' }, t('unknown.settle'))));
  }
  const result = call.task ? call.task.result : call.result;
  const error = call.task?.error ?? call.error;
  const inner = element('div', {}, element('p', { class: 'label' }, t('tool.arguments')), written(call.tool, call.arguments ?? {}, call.words));
  if (isCharted(result)) {
    card.append(charted(call.tool, result));
  } else if (result !== undefined && result !== null) {
    if (isShort(result)) {
      card.append(element('p', { class: 'outcome' }, written(call.tool, result)));
    } else {
      inner.append(element('p', { class: 'label' }, t('tool.result')), written(call.tool, result, call.words));
    }
  }
  if (error && state !== 'denied') {
    card.append(element('p', { class: 'outcome' }, visible(failure(error, call.arguments))));
  }
  if (undoable && state === 'completed' && !call.undoneBy) {
    card.append(element('div', { class: 'buttons' },
      element('button', { type: 'button', class: 'small undo', onclick: (event) => { event.currentTarget.disabled = true; actions.undo(); } }, t('call.undo'))));
  }
  if (call.reference) {
    inner.append(element('p', { class: 'muted' }, call.reference));
  }
  card.append(details(t('tool.details'), inner));
  return card;
}
