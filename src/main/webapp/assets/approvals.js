// What waits for this person, across conversations: decisions, what nobody knows, and what is going to happen.
import { showPending } from './frame.js';
import { api } from './api.js';
import { question, shownList } from './cards.js';
import { element, person, visible } from './dom.js';
import { language, t, toolName } from './texts.js';

const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const notice = document.getElementById('notice');

function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
}

async function attempt(work, done) {
  try {
    const said = await work();
    tell(said ?? done);
  } catch (error) {
    tell(error.message);
  }
  await Promise.all([load(), showPending()]);
}

function header(item, state) {
  return element('header', {},
    element('span', { class: 'dot', 'aria-hidden': 'true' }),
    element('strong', {}, toolName(item.tool)),
    element('span', { class: 'state' }, t(`state.${state}`)));
}

function approval(item) {
  return element('section', { class: 'card awaiting_approval', 'data-approval': item.approvalId },
    header(item, 'awaiting_approval'),
    question(item, item.mayDecide,
      (decision, reason, remember) => attempt(
        () => api.post(`approvals/${item.approvalId}/decision`, { decision, hash: item.hash, reason, remember }).then(() => null),
        t('approvals.done')),
      item.mayDecide ? (to) => attempt(
        () => api.post(`approvals/${item.approvalId}/delegation`, { to }).then(() => null), t('approval.delegate.done')) : null));
}

function unknown(item) {
  const card = element('section', { class: 'card unknown', 'data-effect': item.id },
    header(item, item.state),
    element('p', {}, t(item.state === 'undo_failed' ? 'unknown.undo' : 'tool.unknown')),
    shownList(item),
    element('p', { class: 'muted' }, `${t('approval.requester')}: ${person(item.requester)} · ${t('unknown.since')} ${time.format(new Date(item.since))}`));
  if (!item.maySettle) {
    card.append(element('p', { class: 'muted' }, t('unknown.other')));
    return card;
  }
  const reason = element('input', { type: 'text', maxlength: 500, placeholder: t('unknown.reason'), 'aria-label': t('unknown.reason') });
  const settle = (outcome) => () => attempt(
    () => api.post(`effects/${item.id}/resolve`, { outcome, reason: reason.value || null }).then(() => null), t('unknown.settled'));
  const buttons = element('div', { class: 'buttons' });
  if (item.canBeAsked) {
    buttons.append(element('button', {
      type: 'button',
      class: 'check',
      onclick: () => attempt(async () => {
        const { found } = await api.post(`effects/${item.id}/check`);
        return t(found ? 'unknown.found' : 'unknown.notfound');
      }),
    }, t('unknown.check')));
  }
  buttons.append(
    element('button', { type: 'button', class: 'done', onclick: settle('done') }, t('unknown.done')),
    element('button', { type: 'button', class: 'notdone', onclick: settle('not_done') }, t('unknown.notdone')),
    element('button', { type: 'button', class: 'deny again', onclick: settle('run_again') }, t('unknown.again')));
  card.append(reason, buttons);
  return card;
}

function schedule(item) {
  const every = item.words ? ` · ${item.words[language.startsWith('zh') ? 'zh' : 'en']}` : '';
  return element('section', { class: 'card', 'data-schedule': item.id },
    element('header', {},
      element('strong', {}, visible(item.what)),
      element('span', { class: 'state' }, `${time.format(new Date(item.next))}${every}`)),
    element('div', { class: 'buttons' },
      element('button', { type: 'button', class: 'small deny', onclick: () => attempt(() => api.delete(`schedules/${item.id}`), t('schedule.cancelled')) }, t('schedule.cancel'))));
}

function fill(id, items, card) {
  const container = document.getElementById(id);
  if (container.contains(document.activeElement) && document.activeElement.tagName === 'INPUT') {
    return;
  }
  container.replaceChildren(...items.map(card));
  if (items.length === 0) {
    container.append(element('p', { class: 'muted' }, t(`${id}.empty`)));
  }
}

async function load() {
  const [approvals, unknowns, schedules] = await Promise.all([
    api.get('approvals?state=pending'), api.get('effects?state=unknown'), api.get('schedules')]);
  fill('approvals', approvals.items, approval);
  fill('unknown', unknowns.items, unknown);
  fill('schedules', schedules.items, schedule);
}

const failed = (error) => tell(error.message);
load().then(() => {
  if (location.hash) {
    document.querySelector(location.hash)?.scrollIntoView();
  }
}).catch(failed);

// The server says when something has changed; without that line, this page looks from time to time.
document.addEventListener('inbox', () => load().catch(failed));
setInterval(() => document.visibilityState === 'visible' && load().catch(() => {}), 15000);
