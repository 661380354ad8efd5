// What is written and not yet sent belongs to its conversation, or to the one that it will begin.
import { kept } from './kept.js';

const name = (conversationId) => `draft-${conversationId ?? 'new'}`;

export const drafts = {
  of: (conversationId) => kept.get(name(conversationId)) ?? '',

  set(conversationId, text) {
    if (text === '') {
      kept.remove(name(conversationId));
    } else {
      kept.set(name(conversationId), text);
    }
  },

  // Puts a text back for editing; text that is already there stays.
  putBack(conversationId, text) {
    const before = this.of(conversationId);
    this.set(conversationId, before.trim() === '' ? text : `${text}\n\n${before}`);
  },
};

// Keeps what is typed in a field under a name until it is done with.
export function keepField(field, key) {
  field.value = kept.get(`field-${key}`) ?? '';
  field.addEventListener('input', () => kept.set(`field-${key}`, field.value));
  return { done: () => kept.remove(`field-${key}`) };
}
