// Shows a problem above the conversation until it is closed or replaced by another.
import { element } from './dom.js';
import { t } from './texts.js';

const box = document.getElementById('notice');

export function notice(text) {
  box.hidden = !text;
  box.replaceChildren(...(text
    ? [element('span', {}, text), element('button', { type: 'button', class: 'icon-button', 'aria-label': t('notice.close'), onclick: () => notice(null) }, '✕')]
    : []));
}
