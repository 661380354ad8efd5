// The line below a turn: its progress or result, and the available actions.
import { api } from './api.js';
import { copy } from './copy.js';
import { element } from './dom.js';
import { notice } from './notice.js';
import { language, t } from './texts.js';

// A partial answer still counts as an answer.
/** @param {FoldedTurn} turn */
export function failure(turn) {
  const answered = turn.parts.some((part) => part.kind === 'message');
  return `${t(answered ? 'chat.unfinished' : 'chat.failed')}: ${why(turn.problem)}`;
}

// The text in the user's language, if there is a translation.
function why(problem) {
  const key = `problem.${problem?.type?.split(':').at(-1)}`;
  const words = t(key);
  const at = problem?.retryAt ? new Date(problem.retryAt).toLocaleTimeString(language) : '';
  return words === key ? problem?.detail ?? '' : words.replace('{0}', at);
}

function button(key, onclick) {
  return element('button', { type: 'button', class: 'small', onclick }, t(key));
}

async function dislike(pressed, path) {
  try {
    await api.post(`${path}/feedback`, { rating: 'down' });
    pressed.textContent = t('chat.disliked');
    pressed.disabled = true;
  } catch (error) {
    notice(error.message);
  }
}

async function retry(path, follow) {
  try {
    await api.post(`${path}/regenerate`);
    follow.toEnd();
  } catch (error) {
    notice(error.message);
  }
}

// `path` is where the turn is found; `isLast` says whether it can be answered once more.
/**
 * @param {FoldedTurn} turn
 * @param {{ path: string, isLast: boolean, follow: import('./follow.js').Follow }} about
 */
export function statusOf(turn, { path, isLast, follow }) {
  if (turn.state === 'running') {
    const dots = element('span', { class: 'dots', 'aria-label': t('chat.answering') }, element('i'), element('i'), element('i'));
    return turn.loading ? [dots, element('span', { class: 'muted' }, t('chat.loading'))] : [dots];
  }
  if (turn.state === 'queued') {
    return [element('span', { class: 'muted' }, t('chat.queued'))];
  }
  const shown = [];
  const last = turn.parts.filter((part) => part.kind === 'message').at(-1);
  const text = turn.partial ?? last?.text;
  if (turn.state === 'failed') {
    shown.push(element('span', { class: 'bad' }, failure(turn)));
  }
  if (turn.state === 'cancelled') {
    shown.push(element('span', { class: 'muted' }, t('chat.stopped')));
  }
  if (turn.state === 'interrupted') {
    shown.push(element('span', { class: 'bad' }, `${t('chat.interrupted')}: ${turn.interruption ?? ''}`));
  }
  if (turn.state !== 'awaiting_approval') {
    if (text) {
      shown.push(button('chat.copy', (event) => copy(event.currentTarget, text)));
    }
    if (text && !turn.trigger) {
      shown.push(button('chat.dislike', (event) => dislike(event.currentTarget, path)));
    }
    if (isLast && !turn.trigger) {
      shown.push(button('chat.retry', () => retry(path, follow)));
    }
    if (last?.model) {
      shown.push(element('span', { class: 'muted model' }, last.model));
    }
  }
  return shown;
}
