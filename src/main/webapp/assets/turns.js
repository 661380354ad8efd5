// The elements of a conversation's turns: what was said, what was answered and done, and how it ended.
import { api } from './api.js';
import { toolCard } from './cards.js';
import { arrange, element } from './dom.js';
import { carryOver, keepingFocus } from './focus.js';
import { showPending } from './frame.js';
import { MarkdownView } from './markdown.js';
import { notice } from './notice.js';
import { inSlices } from './slices.js';
import { statusOf } from './status.js';
import { t } from './texts.js';
import { knowTools } from './values.js';

// The tools whose calls can be taken back, once they are known.
const undoable = new Set();
let toolsKnown = false;

export async function loadTools() {
  const { items } = await api.get('tools');
  knowTools(items);
  toolsKnown = true;
  items.filter((tool) => tool.undo).forEach((tool) => undoable.add(tool.name));
}

// Names the speaker of the following text for screen readers.
function speaker(key) {
  return element('h2', { class: 'unseen' }, t(key));
}

export function pictures(addresses) {
  return addresses.length === 0 ? '' : element('span', { class: 'pictures' }, ...addresses.map((address) => {
    const picture = element('img', { src: address, alt: t('images.shown'), loading: 'lazy' });
    return address.startsWith('data:') ? picture : element('a', { href: address, target: '_blank', rel: 'noopener' }, picture);
  }));
}

function occasion(turn) {
  return turn.trigger.kind === 'timer' ? `${t('trigger.timer')}: ${turn.text}` : t(`trigger.${turn.trigger.kind}`);
}

function newMessage() {
  const node = element('div', { class: 'markdown', 'data-generated-by': 'ai' });
  return { node, markdown: new MarkdownView(node), whole: null };
}

async function tell(work) {
  try {
    await work();
  } catch (error) {
    notice(error.message);
    throw error;
  }
}

export class Turns {
  constructor(conversation, { follow, field }) {
    this.conversation = conversation;
    this.follow = follow;
    this.field = field;
    this.path = `conversations/${conversation.id}`;
    this.views = new Map();
    this.unfilled = [];
    this.isFilling = false;
  }

  has(id) {
    return this.views.has(id);
  }

  // The elements of these turns, in this order. What is in those that are new comes soon, from the last to the first.
  roots(turns) {
    const roots = turns.map((turn) => this.view(turn).root);
    this.fill();
    return roots;
  }

  async fill() {
    if (this.isFilling) {
      return;
    }
    this.isFilling = true;
    await inSlices(() => {
      const id = this.conversation.isClosed ? undefined : this.unfilled.pop();
      if (id !== undefined && !this.views.get(id).isFilled) {
        this.show(this.conversation.transcript.turns.get(id));
      }
      return id !== undefined;
    });
    this.isFilling = false;
  }

  // Renders the shown turns again, because something else that they depend on has changed.
  showAgain() {
    this.views.forEach((shown, id) => shown.isFilled && this.show(this.conversation.transcript.turns.get(id)));
  }

  /** @param {FoldedTurn} turn */
  view(turn) {
    let made = this.views.get(turn.id);
    if (!made) {
      made = { root: element('li', { class: 'turn', 'data-turn': turn.id }), parts: new Map(), writing: null, isFilled: false };
      // Text that no person wrote is not shown as if one had.
      made.user = element('div', { class: turn.trigger ? 'occasion' : 'bubble' }, turn.trigger ? occasion(turn) : turn.text);
      made.user.append(pictures(turn.images.map((image) => `api/v1/${this.path}/images/${image.id}`)));
      made.body = element('div', { class: 'answer' });
      made.status = element('div', { class: 'status' });
      made.root.append(speaker(turn.trigger ? 'chat.occasion' : 'chat.you'), made.user, speaker('chat.assistant'), made.body, made.status);
      this.views.set(turn.id, made);
      this.unfilled.push(turn.id);
    }
    return made;
  }

  /** @param {FoldedTurn} turn */
  show(turn) {
    const shown = this.view(turn);
    shown.isFilled = true;
    shown.root.dataset.state = turn.state;
    const nodes = turn.parts.map((part) => (part.kind === 'message' ? this.message(shown, part) : this.call(shown, turn, part.call)));
    if (!turn.writing && shown.writing) {
      shown.writing = null;
    }
    if (shown.writing) {
      nodes.push(shown.writing.node);
    }
    if (turn.partial) {
      nodes.push(this.message(shown, { messageId: 'partial', text: turn.partial }));
    }
    arrange(shown.body, nodes);
    this.showStatus(turn);
  }

  /** @param {FoldedTurn} turn */
  showStatus(turn) {
    const { status } = this.view(turn);
    const about = { path: `${this.path}/turns/${turn.id}`, isLast: this.conversation.transcript.last === turn, follow: this.follow };
    keepingFocus(status, (node) => node.className + node.textContent, () => this.field, () => status.replaceChildren(...statusOf(turn, about)));
  }

  /** @param {FoldedTurn} turn */
  showWriting(turn) {
    const shown = this.view(turn);
    const { messageId, text } = /** @type {NonNullable<FoldedTurn['writing']>} */ (turn.writing);
    let made = shown.parts.get(messageId);
    if (!made) {
      made = newMessage();
      shown.parts.set(messageId, made);
      shown.body.append(made.node);
    }
    shown.writing = made;
    made.markdown.show(text);
    if (shown.status.firstChild?.className !== 'dots' || shown.status.children.length > 1) {
      this.showStatus(turn);
    }
  }

  // A message keeps the element in which it was written, so that nothing jumps when it is whole.
  message(shown, { messageId, text, digitalSourceType = '' }) {
    const made = shown.parts.get(messageId) ?? newMessage();
    shown.parts.set(messageId, made);
    if (made.whole !== text) {
      made.whole = text;
      made.markdown.render(text);
    }
    made.node.dataset.digitalSourceType = digitalSourceType;
    return made.node;
  }

  call(shown, turn, call) {
    const fingerprint = JSON.stringify([toolsKnown, call.state, call.decided?.decision, call.approval, call.task, call.progress, call.undoneBy, call.resolved, undoable.has(call.tool)]);
    const known = shown.parts.get(call.callId);
    if (known?.fingerprint === fingerprint) {
      return known.node;
    }
    const path = `${this.path}/turns/${call.turnId}`;
    const node = toolCard(call, undoable.has(call.tool), {
      decide: (decision, reason, remember) => tell(async () => {
        await api.post(`approvals/${call.approval.approvalId}/decision`, { decision, hash: call.approval.hash, reason, remember });
        showPending().catch(() => {});
      }),
      withdraw: () => tell(() => api.post(`${path}/cancel`)).catch(() => {}),
      stop: () => tell(() => api.post(`tasks/${call.task.taskId}/cancel`)).catch(() => {}),
      undo: () => tell(() => api.post(`${path}/calls/${call.callId}/undo`)).catch(() => {}),
    });
    if (known) {
      carryOver(known.node, node);
    }
    shown.parts.set(call.callId, { node, fingerprint });
    return node;
  }
}
