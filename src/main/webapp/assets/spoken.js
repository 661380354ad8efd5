// Announces to screen readers, once, what the page shows.
import { showPending } from './frame.js';
import { failure } from './status.js';
import { t } from './texts.js';

// As much as anybody listens to without a way to stop and go back. The answer itself can be read on.
const MOST = 2_000;

function beginningOf(text) {
  return text?.length > MOST ? `${text.slice(0, text.lastIndexOf(' ', MOST) + 1 || MOST)}…` : text;
}

export function announce({ type, data }, turn) {
  const said = {
    'turn.queued': () => t('chat.queued'),
    'turn.started': () => t('chat.answering'),
    'model.loading': () => t('chat.loading'),
    'turn.completed': () => data.reply,
    'turn.failed': () => failure(turn),
    'turn.cancelled': () => t('chat.stopped'),
    'turn.interrupted': () => `${t('chat.interrupted')}: ${data.reason ?? ''}`,
    'approval.requested': () => t('state.awaiting_approval'),
  }[type];
  if (said) {
    document.getElementById('spoken').textContent = beginningOf(said());
  }
  if (type === 'approval.requested') {
    showPending().catch(() => {});
  }
}
