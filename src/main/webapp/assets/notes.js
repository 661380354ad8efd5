// The footnotes of a message: where one is named and where it stands lead to each other, once both are there.
import { element, uniqueId } from './dom.js';
import { t } from './texts.js';

export class Notes {
  constructor() {
    this.prefix = `note-${uniqueId().slice(0, 8)}`;
    this.named = new Map();
    this.texts = new Map();
  }

  take(fragment) {
    fragment.querySelectorAll('[data-note-text]').forEach((node) => {
      this.texts.set(node.dataset.noteText, node);
      node.className = 'note-text';
      node.id = this.id(node.dataset.noteText);
    });
    fragment.querySelectorAll('[data-note]').forEach((node) => {
      const { note } = node.dataset;
      this.named.set(note, [...(this.named.get(note) ?? []).filter((one) => one.isConnected || one.dataset.linked === undefined), node]);
    });
    this.named.forEach((nodes, label) => this.texts.has(label) && this.link(label, nodes));
  }

  id(label) {
    return `${this.prefix}-${[...this.texts.keys()].indexOf(label) + 1}`;
  }

  number(label) {
    return String([...this.texts.keys()].indexOf(label) + 1);
  }

  link(label, nodes) {
    const text = this.texts.get(label);
    nodes.filter((node) => node.dataset.linked === undefined).forEach((node, index) => {
      node.dataset.linked = '';
      node.id = `${this.id(label)}-from-${index + 1}`;
      node.replaceChildren(element('sup', {}, this.lead(text, this.number(label), `${t('chat.note')} ${this.number(label)}`)));
    });
    if (text.dataset.linked === undefined && nodes.length > 0) {
      text.dataset.linked = '';
      text.prepend(element('sup', {}, this.number(label)), ' ');
      text.append(' ', this.lead(nodes[0], '↩', t('chat.note.back')));
    }
  }

  // Leads to a place in this message. The address of the page names a conversation and is left as it is.
  lead(target, text, label) {
    return element('a', {
      href: `#${target.id}`,
      'aria-label': label,
      onclick: (event) => {
        event.preventDefault();
        target.tabIndex = -1;
        target.focus({ preventScroll: true });
        target.scrollIntoView({ block: 'center' });
      },
    }, text);
  }
}
