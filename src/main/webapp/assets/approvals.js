// What waits for this user in all conversations: decisions, calls with an unknown outcome, and scheduled actions.
import { showPending } from './frame.js';
import { api } from './api.js';
import { headline, question, shownList } from './cards.js';
import { arrange, element, person, visible } from './dom.js';
import { carryOver, keepingFocus } from './focus.js';
import { PagedList, damagedRow } from './paged.js';
import { inLanguage, language, t } from './texts.js';

const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const notice = document.getElementById('notice');
const heading = document.querySelector('h1');
heading.tabIndex = -1;

function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
}

// What could not be loaded is no news any more when it could.
let failing = false;
const failed = (error) => {
  failing = true;
  tell(error.message);
};

// Does the work and gives whether it succeeded. The new state is shown in either case.
async function attempt(work, done) {
  let isDone = true;
  try {
    tell(await work() ?? done);
  } catch (error) {
    isDone = false;
    tell(error.message);
  }
  await Promise.all([load(), showPending()]).catch(() => {});
  return isDone;
}

async function decided(work) {
  if (!await attempt(work, t('approvals.done'))) {
    throw new Error('not decided');
  }
}

function header(item, state) {
  return element('header', {},
    element('span', { class: 'dot', 'aria-hidden': 'true' }),
    headline(item),
    element('span', { class: 'state' }, t(`state.${state}`)));
}

/** @param {Whole<Schemas['WaitingApproval'], 'hash'>} item */
function approval(item) {
  return element('section', { class: 'card awaiting_approval', 'data-approval': item.approvalId, tabindex: '-1' },
    header(item, 'awaiting_approval'),
    question(item, item.mayDecide,
      (decision, reason, remember) => decided(
        () => api.post(`approvals/${item.approvalId}/decision`, { decision, hash: item.hash, reason, remember }).then(() => null)),
      item.mayDecide ? (to) => attempt(
        () => api.post(`approvals/${item.approvalId}/delegation`, { to }).then(() => null), t('approval.delegate.done')) : null));
}

/** @param {Whole<Schemas['Effect'], 'since'>} item */
function unknown(item) {
  const card = element('section', { class: 'card unknown', 'data-effect': item.id, tabindex: '-1' },
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

/** @param {Whole<Schemas['Schedule'], 'next'>} item */
function schedule(item) {
  const every = item.words ? ` · ${inLanguage(item.words)}` : '';
  return element('section', { class: 'card', 'data-schedule': item.id, tabindex: '-1' },
    element('header', {},
      element('strong', {}, visible(item.what)),
      element('span', { class: 'state' }, `${time.format(new Date(item.next))}${every}`)),
    element('div', { class: 'buttons' },
      element('button', { type: 'button', class: 'small deny', onclick: () => attempt(() => api.delete(`schedules/${item.id}`), t('schedule.cancelled')) }, t('schedule.cancel'))));
}

// A list in a container of its own. A card that shows the same stays the same, with what is typed in it.
function list(id, path, card) {
  const container = document.getElementById(id);
  // By id: what the server said, and the card.
  let cards = new Map();
  const made = (item, key) => {
    const says = JSON.stringify(item);
    const before = cards.get(key);
    if (before?.says === says) {
      return before;
    }
    const node = item.state === 'damaged' ? damagedRow(key) : card(item);
    if (before) {
      carryOver(before.node, node);
    }
    return { says, node };
  };
  const paged = new PagedList(container, path, (items, first) => {
    const part = items.map((item) => [item.approvalId ?? item.id, made(item, item.approvalId ?? item.id)]);
    cards = new Map(first ? part : [...cards, ...part]);
    keepingFocus(container, (node) => node, () => heading, () => arrange(container, [...cards.values()].map(({ node }) => node)));
  }, failed);
  return { load: () => (paged.far ? Promise.resolve() : paged.load()), isEmpty: () => container.childElementCount === 0 };
}

// The user's own decisions come before those of approvers: neither can hide the other.
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
  if (failing) {
    failing = false;
    notice.hidden = true;
  }
}

load().then(() => {
  if (location.hash) {
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
}).catch(failed);

// The server reports changes over the socket; without it, this page polls.
document.addEventListener('inbox', () => load().catch(failed));
setInterval(() => document.visibilityState === 'visible' && load().catch(() => {}), 15000);
