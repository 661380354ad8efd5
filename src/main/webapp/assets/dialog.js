// Modal dialogs. The browser returns the focus to where it was.
import { element } from './dom.js';
import { t } from './texts.js';

// Gives the return value of the form: '' for Cancel and Escape.
function shown(label, buttons, ...content) {
  return new Promise((answer) => {
    const dialog = element('dialog', { 'aria-label': label },
      element('form', { method: 'dialog' }, ...content, element('div', { class: 'buttons' }, ...buttons)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('input')?.select();
  });
}

// Asks for a text; null if none is given.
export async function askText(label, text) {
  const input = element('input', { type: 'text', maxlength: 200, value: text, 'aria-label': label });
  const answer = await shown(label, [
    element('button', { value: 'ok', class: 'primary' }, t('dialog.ok')),
    element('button', { value: '', type: 'button', onclick: (event) => event.target.closest('dialog').close('') }, t('dialog.cancel')),
  ], element('p', {}, label), input);
  return answer === 'ok' ? input.value : null;
}

// Asks before an action that cannot be undone; pressing Enter alone does nothing.
export async function confirmed(question, action) {
  const answer = await shown(question, [
    element('button', { value: '', class: 'primary', autofocus: true }, t('dialog.cancel')),
    element('button', { value: 'ok', class: 'deny' }, action),
  ], element('p', {}, question));
  return answer === 'ok';
}
