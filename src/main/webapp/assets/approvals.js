// What waits for this person, across conversations: decisions, what nobody knows, and what is going to happen.
import { showPending } from './frame.js';
import { api } from './api.js';
import { headline, question, shownList } from './cards.js';
import { element, person, visible } from './dom.js';
import { PagedList, damagedRow } from './paged.js';
import { language, t } from './texts.js';

const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const notice = document.getElementById('notice');

function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
}

const failed = (error) => tell(error.message);

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
    headline(item),
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

// A list in a container of its own. Nothing is replaced while somebody types in it.
function list(id, path, card) {
  const container = document.getElementById(id);
  const paged = new PagedList(container, path, (items, first) => {
    const cards = items.map((item) => (item.state === 'damaged' ? damagedRow(item.id ?? item.approvalId) : card(item)));
    if (first) {
      container.replaceChildren(...cards);
    } else {
      container.append(...cards);
    }
  }, failed);
  const typing = () => container.contains(document.activeElement) && document.activeElement.tagName === 'INPUT';
  return { load: () => (typing() || paged.far ? Promise.resolve() : paged.load()), isEmpty: () => container.childElementCount === 0 };
}

// What the person decides comes before what approvers decide: neither can hide the other.
const approvals = [
  list('approvals', 'approvals?state=pending&role=requester', approval),
  list('approvals-office', 'approvals?state=pending&role=approver', approval)];
const unknowns = list('unknown', 'effects?state=unknown', unknown);
const schedules = list('schedules', 'schedules', schedule);

function say(id, lists) {
  document.getElementById(`${id}-empty`).hidden = !lists.every((one) => one.isEmpty());
}

async function load() {
  await Promise.all([...approvals, unknowns, schedules].map((one) => one.load()));
  say('approvals', approvals);
  say('unknown', [unknowns]);
  say('schedules', [schedules]);
}

load().then(() => {
  if (location.hash) {
    document.querySelector(location.hash)?.scrollIntoView();
  }
}).catch(failed);

// The server says when something has changed; without that line, this page looks from time to time.
document.addEventListener('inbox', () => load().catch(failed));
setInterval(() => document.visibilityState === 'visible' && load().catch(() => {}), 15000);
