// Copies a text and says so on the button that asked for it.
import { element } from './dom.js';
import { t } from './texts.js';

// Pages loaded without HTTPS have no clipboard API; they can copy the selection.
function bySelection(text) {
  const field = element('textarea', { class: 'unseen', readonly: true });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

export async function copy(button, text) {
  const done = await (navigator.clipboard?.writeText(text).then(() => true) ?? Promise.resolve(false)).catch(() => false) || bySelection(text);
  button.focus();
  if (done) {
    button.textContent = t('chat.copied');
    setTimeout(() => { button.textContent = t('chat.copy'); }, 1500);
  }
}
