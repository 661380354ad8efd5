// What waits for this person, across conversations.
import { showPending } from './frame.js';
import { api } from './api.js';
import { question } from './cards.js';
import { element } from './dom.js';
import { t, toolName } from './texts.js';

const container = document.getElementById('approvals');
const notice = document.getElementById('notice');

async function load() {
  const { items } = await api.get('approvals?state=pending');
  container.replaceChildren(...items.map(card));
  if (items.length === 0) {
    container.append(element('p', { class: 'muted' }, t('approvals.empty')));
  }
}

function card(item) {
  return element('section', { class: 'card awaiting_approval', 'data-approval': item.approvalId },
    element('header', {},
      element('span', { class: 'dot', 'aria-hidden': 'true' }),
      element('strong', {}, toolName(item.tool)),
      element('span', { class: 'state' }, t('state.awaiting_approval'))),
    question(item, item.mayDecide, async (decision, reason) => {
      try {
        await api.post(`approvals/${item.approvalId}/decision`, { decision, hash: item.hash, reason });
        notice.textContent = t('approvals.done');
      } catch (error) {
        notice.textContent = error.message;
      }
      notice.hidden = false;
      await Promise.all([load(), showPending()]);
    }));
}

load().catch((error) => {
  container.replaceChildren(element('p', { class: 'bad' }, error.message));
});
setInterval(() => document.visibilityState === 'visible' && !container.contains(document.activeElement) && load().catch(() => {}), 5000);
