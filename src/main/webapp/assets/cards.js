// A tool call as a card: what was asked, its state, what came of it; and the question when it waits for a person.
import { element, visible } from './dom.js';
import { argumentName, language, t, toolName } from './texts.js';

const money = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat(language);
const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

function shown(value) {
  return visible(typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
}

export function argumentList(args) {
  const list = element('dl', { class: 'arguments' });
  for (const [name, value] of Object.entries(args ?? {})) {
    list.append(element('dt', {}, argumentName(name)), element('dd', {}, shown(value)));
  }
  return list;
}

function isReport(result) {
  return Array.isArray(result?.rows) && result.rows.length > 0 && result.rows.every((row) => 'amount' in row);
}

function report(result) {
  const body = element('tbody');
  for (const row of result.rows) {
    body.append(
      element('tr', {},
        element('td', {}, shown(row.group)),
        element('td', { class: 'number' }, whole.format(row.units)),
        element('td', { class: 'number' }, money.format(row.amount))));
  }
  const table = element('table', {},
    element('caption', {}, `${result.from} – ${result.to}`),
    element('thead', {},
      element('tr', {},
        element('th', { scope: 'col' }, t('table.group')),
        element('th', { scope: 'col', class: 'number' }, t('table.units')),
        element('th', { scope: 'col', class: 'number' }, `${t('table.amount')} (${shown(result.currency ?? '')})`))),
    body,
    element('tfoot', {},
      element('tr', {},
        element('th', { scope: 'row' }, t('table.total')),
        element('td'),
        element('td', { class: 'number' }, money.format(result.total)))));
  const canvas = element('canvas', { role: 'img', 'aria-label': `${t('tool.sales_report')} ${result.from} – ${result.to}` });
  const box = element('div', { class: 'chart' }, canvas);
  drawWhenVisible(canvas, result);
  return element('div', { class: 'report' }, element('div', { class: 'table-box' }, table), box);
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
      type: result.groupBy === 'month' ? 'line' : 'bar',
      data: {
        labels: result.rows.map((row) => row.group),
        datasets: [{
          data: result.rows.map((row) => row.amount),
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

// The question to a person. decide(decision, reason) is called with what is chosen.
export function question(approval, mayDecide, decide) {
  const box = element('div', { class: 'question' });
  box.append(element('p', { class: 'ask' }, mayDecide ? t('approval.question') : t('approval.other')));
  box.append(argumentList(approval.arguments));
  if (approval.requester) {
    box.append(element('p', { class: 'muted' }, `${t('approval.requester')}: ${visible(approval.requester)}`));
  }
  box.append(element('p', { class: 'muted' }, `${t('approval.expires')}: ${time.format(new Date(approval.expiresAt))}`));
  if (mayDecide) {
    const reason = element('input', { type: 'text', maxlength: 500, placeholder: t('approval.reason'), 'aria-label': t('approval.reason') });
    const buttons = element('div', { class: 'buttons' });
    const choose = (decision) => () => {
      buttons.querySelectorAll('button').forEach((button) => { button.disabled = true; });
      Promise.resolve(decide(decision, reason.value)).catch(() => {
        buttons.querySelectorAll('button').forEach((button) => { button.disabled = false; });
      });
    };
    buttons.append(
      element('button', { type: 'button', class: 'primary approve', onclick: choose('approve') }, t('approval.approve')),
      element('button', { type: 'button', class: 'deny', onclick: choose('deny') }, t('approval.deny')));
    box.append(reason, buttons);
  }
  return box;
}

export function toolCard(call, user, decide) {
  const card = element('section', { class: `card ${call.state}`, 'data-tool': call.tool, 'data-state': call.state },
    element('header', {},
      element('span', { class: 'dot', 'aria-hidden': 'true' }),
      element('strong', {}, toolName(call.tool)),
      element('span', { class: 'state' }, t(`state.${call.state}`))));
  if (call.state === 'running') {
    card.append(element('progress', { 'aria-label': t('state.running') }));
  }
  if (call.state === 'awaiting_approval' && call.approval) {
    card.append(question(call.approval, call.approval.role === 'requester', decide));
    return card;
  }
  if (call.decided) {
    const reason = call.decided.reason ? ` – ${visible(call.decided.reason)}` : '';
    card.append(element('p', { class: 'muted' }, `${t(`approval.decided.${call.decided.decision}`)} ${visible(call.decided.by)}${reason}`));
  }
  if (call.state === 'unknown') {
    card.append(element('p', {}, t('tool.unknown')));
  }
  if (isReport(call.result)) {
    card.append(report(call.result));
  }
  const inner = element('div', {}, element('h4', {}, t('tool.arguments')), argumentList(call.arguments));
  if (call.result && !isReport(call.result)) {
    inner.append(element('h4', {}, t('tool.result')), argumentList(call.result));
  }
  if (call.error) {
    inner.append(element('h4', {}, t('tool.result')), element('p', {}, visible(call.error.message)));
  }
  if (call.reference) {
    inner.append(element('p', { class: 'muted' }, call.reference));
  }
  card.append(details(t('tool.details'), inner));
  return card;
}
