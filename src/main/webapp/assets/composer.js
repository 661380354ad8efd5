// The message field: a draft for each conversation, and a length limit that is reported, without cutting the text.
import { drafts } from './drafts.js';
import { isEscape } from './layers.js';
import { language, t } from './texts.js';

const MAX_ROWS = 8;
const number = new Intl.NumberFormat(language);

export class Composer {
  // send(text) and stop() are what is asked for here; tell(text) says something about it.
  constructor(field, { send, stop, tell }) {
    this.field = field;
    this.tell = tell;
    this.most = Number(field.dataset.most);
    this.conversationId = null;
    field.addEventListener('input', () => {
      drafts.set(this.conversationId, field.value);
      this.grow();
    });
    field.addEventListener('beforeinput', (event) => this.limit(event));
    field.addEventListener('keydown', (event) => {
      // An Enter that ends the composition of an input method is not the person's Enter; Safari only tells by the code 229.
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        send(field.value);
      } else if (isEscape(event)) {
        stop();
      }
    });
  }

  // Text that would exceed the limit is rejected as a whole, not truncated.
  limit(event) {
    const { value, selectionStart, selectionEnd } = this.field;
    const added = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    const length = value.length - (selectionEnd - selectionStart) + added.replace(/\r\n/g, '\n').length;
    if (added !== '' && event.cancelable && length > this.most) {
      event.preventDefault();
      this.tell(this.tooLong(length));
    }
  }

  tooLong(length) {
    return t('chat.toolong').replace('{0}', number.format(length)).replace('{1}', number.format(this.most));
  }

  // Whether a message may have this length; reports it if not.
  takes(text) {
    if (text.length > this.most) {
      this.tell(this.tooLong(text.length));
      return false;
    }
    return true;
  }

  // Restores the draft of this conversation; null for a conversation that does not exist yet.
  open(conversationId) {
    this.conversationId = conversationId;
    this.show(drafts.of(conversationId));
    this.field.readOnly = false;
    this.field.focus({ preventScroll: true });
  }

  // Text that was sent is no longer a draft; other text that was written there still is.
  sent(conversationId, text) {
    if (drafts.of(conversationId) === text) {
      drafts.set(conversationId, '');
    }
    if (conversationId === this.conversationId && this.field.value === text) {
      this.show('');
    }
  }

  putBack(conversationId, text) {
    drafts.putBack(conversationId, text);
    if (conversationId === this.conversationId) {
      this.show(drafts.of(conversationId));
    }
  }

  // While a conversation is made for what stands here, it is not written on.
  hold(held) {
    this.field.readOnly = held;
  }

  show(text) {
    this.field.value = text;
    this.grow();
  }

  grow() {
    this.field.rows = 1;
    const line = parseFloat(getComputedStyle(this.field).lineHeight);
    this.field.rows = Math.max(1, Math.min(MAX_ROWS, Math.round((this.field.scrollHeight - 16) / line)));
  }
}
