// Messages on their way to the server. Each is kept, under the id by which the server knows it again, until the server has taken
// it: a reload, a restart, another conversation or an expired session lose none, and none is taken twice.
import { api } from './api.js';
import { uniqueId } from './dom.js';
import { kept } from './kept.js';

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 15000;
// After this, images that another window was uploading do not come any more.
const LONGEST_UPLOAD = 10 * 60 * 1000;
const PREFIX = 'sending-';

// Whether the server may accept the message later.
function mayPass({ status }) {
  return !status || status === 408 || status === 425 || status === 429 || status >= 500;
}

// The id of this window, which survives a reload.
function windowId() {
  try {
    sessionStorage.setItem('clda-window', sessionStorage.getItem('clda-window') ?? uniqueId());
    return sessionStorage.getItem('clda-window');
  } catch {
    return uniqueId();
  }
}

function read(name) {
  try {
    return JSON.parse(kept.get(name));
  } catch {
    return null;
  }
}

export class Outbox {
  // handler has taken(conversationId, message, turn) and refused(conversationId, message, problem); the problem is null for a message
  // whose images are lost with the page that was uploading them.
  constructor(handler) {
    this.handler = handler;
    this.window = windowId();
    this.lines = new Map();
    const all = kept.names(PREFIX).map(read).filter(Boolean).sort((one, other) => one.message.at - other.message.at);
    all.forEach(({ conversationId, message }) => this.line(conversationId).messages.push(message));
  }

  // Sends the stored messages.
  start() {
    for (const [conversationId, line] of this.lines) {
      for (const message of line.messages.filter(({ uploading }) => uploading)) {
        const lost = message.uploading === this.window || Date.now() - message.at > LONGEST_UPLOAD;
        this.drop(conversationId, message);
        if (lost) {
          kept.remove(PREFIX + message.clientMessageId);
          this.handler.refused(conversationId, message, null);
        }
      }
      this.send(conversationId);
    }
  }

  // The messages to one conversation, in the order in which they were said.
  line(conversationId) {
    if (!this.lines.has(conversationId)) {
      this.lines.set(conversationId, { messages: [], sending: false, attempt: 0, timer: null });
    }
    return this.lines.get(conversationId);
  }

  of(conversationId) {
    return this.lines.get(conversationId)?.messages ?? [];
  }

  // Keeps what is said and begins to send it; with images, when these are there.
  add(conversationId, text, withImages) {
    const message = { text, clientMessageId: uniqueId(), at: Date.now(), uploading: withImages ? this.window : undefined };
    this.line(conversationId).messages.push(message);
    this.keep(conversationId, message);
    this.send(conversationId);
    return message;
  }

  // The server has lost what it had taken.
  again(conversationId, message) {
    if (!this.of(conversationId).includes(message)) {
      this.line(conversationId).messages.push(message);
      this.keep(conversationId, message);
      this.send(conversationId);
    }
  }

  uploaded(conversationId, message, images) {
    Object.assign(message, { images, uploading: undefined });
    this.keep(conversationId, message);
    this.send(conversationId);
  }

  keep(conversationId, message) {
    kept.set(PREFIX + message.clientMessageId, JSON.stringify({ conversationId, message }));
  }

  forget(conversationId, message) {
    kept.remove(PREFIX + message.clientMessageId);
    this.drop(conversationId, message);
  }

  drop(conversationId, message) {
    const line = this.line(conversationId);
    line.messages = line.messages.filter((one) => one !== message);
  }

  async send(conversationId) {
    const line = this.line(conversationId);
    if (line.sending) {
      return;
    }
    line.sending = true;
    clearTimeout(line.timer);
    try {
      while (line.messages.length > 0 && !line.messages[0].uploading) {
        await this.deliver(conversationId, line.messages[0]);
        line.attempt = 0;
      }
    } catch (problem) {
      // A user who has to sign in first comes back to this page.
      if (problem.status !== 401) {
        const pause = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** line.attempt) * (0.7 + 0.6 * Math.random());
        line.attempt += 1;
        line.timer = setTimeout(() => this.send(conversationId), pause);
      }
    } finally {
      line.sending = false;
    }
  }

  async deliver(conversationId, message) {
    const { text, images, clientMessageId } = message;
    let turn;
    try {
      turn = await api.post(`conversations/${conversationId}/turns`, { text, images, clientMessageId });
    } catch (problem) {
      if (problem.status === 401 || mayPass(problem)) {
        throw problem;
      }
      this.forget(conversationId, message);
      this.handler.refused(conversationId, message, problem);
      return;
    }
    this.forget(conversationId, message);
    this.handler.taken(conversationId, message, turn);
  }

  // There is reason to hope again.
  now() {
    for (const [conversationId, line] of this.lines) {
      line.attempt = 0;
      this.send(conversationId);
    }
  }
}
