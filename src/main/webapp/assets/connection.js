// A socket that reconnects, resumes where it stopped, and retries at once when a retry is likely to succeed.
import { api } from './api.js';

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 15000;
const open = new Set();

// Makes all waiting sockets retry now.
export function tryNow() {
  open.forEach((connection) => connection.now());
}

window.addEventListener('online', tryNow);
document.addEventListener('visibilitychange', () => document.hidden || tryNow());

// Tells the page whether all its sockets are connected; one that reconnects within two tries does not count as lost.
function tell() {
  document.dispatchEvent(new CustomEvent('connection', { detail: { down: [...open].some((one) => one.attempt > 1) } }));
}

export class Connection {
  // path() gives the address below the application; handler has message, and may have begin, which loads what is there before
  // the socket opens, up, and closed(code), which says whether that is the end.
  constructor(path, handler) {
    this.path = path;
    this.handler = handler;
    this.attempt = 0;
    this.down = false;
    this.closed = false;
    open.add(this);
    this.open();
  }

  async open() {
    if (this.closed || this.opening || this.socket) {
      return;
    }
    this.opening = true;
    clearTimeout(this.timer);
    try {
      await this.handler.begin?.();
      const { ticket } = await api.post('ws-ticket');
      if (this.closed) {
        return;
      }
      const url = new URL(this.path(), document.baseURI);
      url.protocol = url.protocol.replace('http', 'ws');
      const socket = new WebSocket(url, ['clda.v1', `ticket.${ticket}`]);
      this.socket = socket;
      socket.onopen = () => {
        this.attempt = 0;
        this.down = false;
        tell();
        this.handler.up?.();
      };
      socket.onmessage = ({ data }) => this.handler.message(JSON.parse(data));
      socket.onclose = ({ code }) => {
        this.socket = null;
        this.ended(code);
      };
    } catch (problem) {
      this.ended(problem.status);
    } finally {
      this.opening = false;
    }
  }

  // There is no retry if the target does not exist or this user may not see it.
  ended(code) {
    if (this.handler.closed?.(code) || code === 403) {
      this.close();
    } else {
      this.later();
    }
  }

  // The pause is random, so that clients do not all reconnect at once.
  later() {
    if (this.closed) {
      return;
    }
    this.down = true;
    tell();
    const pause = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** this.attempt) * (0.7 + 0.6 * Math.random());
    this.attempt += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), pause);
  }

  now() {
    if (this.down) {
      this.attempt = 0;
      this.open();
    }
  }

  // Whether the message was handed to the network; only the server's confirmation shows that it arrived.
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.closed = true;
    this.down = false;
    open.delete(this);
    clearTimeout(this.timer);
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.close();
    }
    tell();
  }
}
