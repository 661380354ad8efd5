// An open conversation: its transcript, its socket, its turns, and messages that are not in its log yet.
import { api } from './api.js';
import { Connection } from './connection.js';
import { arrange, element } from './dom.js';
import { notice } from './notice.js';
import { refusal } from './refusals.js';
import { announce } from './spoken.js';
import { t } from './texts.js';
import { Transcript } from './transcript.js';
import { pictures, Turns } from './turns.js';

const $ = (id) => document.getElementById(id);

const TURNS = 30;
const SETTLED = new Set(['turn.completed', 'turn.failed', 'turn.cancelled', 'turn.interrupted', 'approval.requested']);

// Finds a pending approval, which may be on any page of the list.
async function waiting(approvalId) {
  let page = await api.get('approvals?state=pending&limit=100');
  for (;;) {
    const item = page.items.find((one) => one.approvalId === approvalId);
    if (item || !page.next) {
      return item;
    }
    page = await api.get(`approvals?state=pending&limit=100&after=${encodeURIComponent(page.next)}`);
  }
}

export class Conversation {
  // tell is notified when something has changed (`changed`), the conversation was read (`read`) or renamed (`renamed`), its
  // socket is connected (`up`), or the server has lost the last events (`lost`).
  constructor(id, { follow, tell }) {
    this.id = id;
    this.follow = follow;
    this.tell = tell;
    this.transcript = new Transcript();
    this.turns = new Turns(this, { follow, field: $('text') });
    this.earlier = null;
    this.unsent = new Map();
    this.newest = null;
    this.isClosed = false;
    this.connection = new Connection(() => `ws/v1/conversations/${id}?after=${this.transcript.lastSeq}`, {
      begin: () => this.transcript.lastSeq > 0 || this.loadLast(),
      message: (message) => this.isClosed || this.receive(message),
      up: () => this.isClosed || this.connected(),
      closed: (code) => this.ended(code),
    });
  }

  close() {
    this.isClosed = true;
    this.connection.close();
  }

  connected() {
    this.seen();
    this.tell.up();
  }

  // Whether the socket will not reconnect.
  ended(code) {
    const isGone = code === 404 || code === 4404;
    const hasLost = code === 4409;
    if (!this.isClosed && isGone) {
      notice(t('chat.gone'));
    } else if (!this.isClosed && hasLost) {
      this.tell.lost();
    }
    return isGone || hasLost;
  }

  // Loads the end of the conversation with one request; later events arrive over the socket.
  async loadLast() {
    const { items, earlier } = /** @type {PartOfLog} */ (await api.get(`conversations/${this.id}/events?turns=${TURNS}`));
    if (!this.isClosed) {
      this.earlier = earlier ?? null;
      const happened = items.map((event) => ({ event, turn: this.transcript.turns.get(this.transcript.apply(event)) }));
      // Messages sent here may have been answered before the end was requested.
      const awaited = happened.filter(({ turn }) => this.unsent.has(turn?.clientMessageId));
      this.showLoaded([...this.transcript.turns.keys()]);
      this.follow.toEnd();
      awaited.forEach(({ event, turn }) => announce(event, turn));
      // A new conversation may have got its name before its end was requested.
      const named = items.findLast((event) => event.type === 'conversation.renamed');
      if (named) {
        this.tell.renamed(named.data.title);
      }
    }
  }

  // Loads the turns before those that are shown, without moving what is in view.
  async loadEarlier() {
    $('earlier').disabled = true;
    try {
      const { items, earlier } = /** @type {PartOfLog} */ (await api.get(`conversations/${this.id}/events?turns=${TURNS}&before=${this.earlier}`));
      if (!this.isClosed) {
        this.earlier = earlier ?? null;
        const below = $('scroll').scrollHeight - $('scroll').scrollTop;
        this.showLoaded(this.transcript.putBefore(items));
        $('scroll').scrollTop = $('scroll').scrollHeight - below;
      }
    } catch (error) {
      notice(error.message);
    } finally {
      $('earlier').disabled = false;
    }
  }

  // Shows turns that were loaded together. Those on the branch get their elements at once and their content soon after.
  showLoaded(ids) {
    const turns = ids.map((id) => this.transcript.turns.get(id));
    turns.forEach((turn) => {
      this.arrived(turn);
      if (this.turns.has(turn.id)) {
        this.turns.show(turn);
      }
    });
    this.hidePast();
    this.showBranch();
    $('earlier').hidden = this.earlier === null;
    turns.forEach((turn) => {
      [...turn.calls.values()].filter((call) => call.state === 'awaiting_approval')
        .forEach((call) => this.showWhole(turn.id, call.approval.approvalId));
    });
    this.newest = this.transcript.last;
    this.tell.changed();
  }

  // Reports that the conversation was shown, so that lists do not mark it as unread; only while the page is visible.
  seen() {
    if (!document.hidden && this.transcript.lastSeq > 0) {
      api.put(`conversations/${this.id}/read`, { upTo: this.transcript.lastSeq }).then(() => this.tell.read(this.id)).catch(() => {});
    }
  }

  receive(message) {
    if (message.type === 'problem') {
      notice(refusal(message.problem.detail));
      this.turns.showAgain();
      return;
    }
    if (message.type === 'conversation.renamed') {
      this.tell.renamed(message.data.title);
    }
    const turn = this.transcript.turns.get(this.transcript.apply(message));
    if (message.type === 'recording.changed') {
      this.tell.changed();
    }
    if (turn) {
      this.happened(message, turn);
    }
  }

  happened(message, turn) {
    const undone = message.data?.undoes && this.transcript.turns.get(message.data.undoes.turnId);
    if (undone && this.turns.has(undone.id)) {
      this.turns.show(undone);
    }
    if (message.type === 'approval.requested') {
      this.showWhole(turn.id, message.data.approvalId);
    }
    this.arrived(turn);
    if (message.type === 'text.delta') {
      this.turns.showWriting(turn);
      return;
    }
    this.showBranch();
    this.turns.show(turn);
    announce(message, turn);
    if (SETTLED.has(message.type)) {
      this.seen();
    }
    this.showNewest();
    this.tell.changed();
  }

  // The event holds the question. How to show it and the possible choices have to be requested from the server.
  async showWhole(turnId, approvalId) {
    const item = await waiting(approvalId).catch(() => undefined);
    const turn = this.transcript.turns.get(turnId);
    const call = turn?.calls.get(item?.callId ?? '');
    if (!this.isClosed && turn && call?.state === 'awaiting_approval') {
      call.approval = { ...call.approval, ...item };
      this.turns.show(turn);
    }
  }

  // The elements of turns that are on the branch, in its order.
  showBranch() {
    arrange($('messages'), [...this.turns.roots(this.transcript.branch()), ...[...this.unsent.values()].map(({ node }) => node)]);
  }

  // The actions of the last turn are no longer available for the turn before it.
  showNewest() {
    const before = this.newest;
    this.newest = this.transcript.last;
    if (before && before !== this.newest && this.turns.has(before.id)) {
      this.turns.showStatus(before);
    }
  }

  // Shows a message that is not in the log yet below the log.
  showUnsent(message, previews) {
    const shown = previews ?? (message.images ?? []).map((image) => `api/v1/conversations/${this.id}/images/${image}`);
    const node = element('li', { class: 'turn sending' },
      element('div', { class: 'bubble' }, message.text, pictures(shown)),
      element('div', { class: 'status' }, element('span', { class: 'muted' }, t('chat.sending'))));
    this.unsent.set(message.clientMessageId, { message, node });
    $('messages').append(node);
  }

  hideUnsent(clientMessageId) {
    this.unsent.get(clientMessageId)?.node.remove();
    this.unsent.delete(clientMessageId);
  }

  // The server has accepted the message as this turn; its events arrive over the socket.
  taken({ clientMessageId }, turnId) {
    const sent = this.unsent.get(clientMessageId);
    if (sent) {
      sent.turnId = turnId;
      this.hidePast();
    }
  }

  // What was said long ago is above what is loaded.
  hidePast() {
    this.unsent.forEach(({ turnId }, clientMessageId) => {
      if (turnId && this.transcript.isAboveLoaded(turnId)) {
        this.hideUnsent(clientMessageId);
      }
    });
  }

  arrived(turn) {
    if (turn.clientMessageId) {
      this.hideUnsent(turn.clientMessageId);
    }
  }

  // Stops the turn that is being answered.
  stop() {
    const active = this.transcript.running();
    if (active && !this.connection.send({ type: 'cancel', turnId: active.id })) {
      api.post(`conversations/${this.id}/turns/${active.id}/cancel`).catch((error) => notice(error.message));
    }
  }
}
