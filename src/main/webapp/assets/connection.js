// A socket that comes back by itself and goes on where it stopped.
import { api } from './api.js';

const LONGEST_PAUSE = 15000;

export class Connection {
  // position() gives the number of the last event seen; handler has begin, which loads what is there before the socket opens,
  // message, up, down, gone and lost.
  constructor(conversationId, position, handler) {
    this.conversationId = conversationId;
    this.position = position;
    this.handler = handler;
    this.attempt = 0;
    this.closed = false;
    this.open();
    this.onOnline = () => this.socket ?? this.open();
    window.addEventListener('online', this.onOnline);
  }

  async open() {
    if (this.closed || this.opening) {
      return;
    }
    this.opening = true;
    clearTimeout(this.timer);
    try {
      await this.handler.begin();
      const { ticket } = await api.post('ws-ticket');
      if (this.closed) {
        return;
      }
      const url = new URL(`ws/v1/conversations/${this.conversationId}?after=${this.position()}`, document.baseURI);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      const socket = new WebSocket(url, ['clda.v1', `ticket.${ticket}`]);
      this.socket = socket;
      socket.onopen = () => {
        this.attempt = 0;
        this.handler.up();
      };
      socket.onmessage = ({ data }) => this.handler.message(JSON.parse(data));
      socket.onclose = ({ code }) => {
        this.socket = null;
        if (code === 4404) {
          this.close();
          this.handler.gone();
        } else if (code === 4409) {
          this.close();
          this.handler.lost();
        } else {
          this.later();
        }
      };
    } catch (problem) {
      if (problem.status === 404) {
        this.close();
        this.handler.gone();
      } else {
        this.later();
      }
    } finally {
      this.opening = false;
    }
  }

  later() {
    if (this.closed) {
      return;
    }
    this.handler.down();
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.attempt) * (0.7 + 0.6 * Math.random());
    this.attempt += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), pause);
  }

  // Whether it could be handed to the network; what was sent is certain only when the server says so.
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    window.removeEventListener('online', this.onOnline);
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.close();
    }
  }
}
