// Markdown as it streams in: finished blocks are rendered once, only the last one again and again.
import { reveal } from './links.js';
import { t } from './texts.js';

const { marked, DOMPurify, hljs } = window;

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

marked.use({
  gfm: true,
  breaks: false,
  // HTML in an answer is shown as what it is, not carried out.
  renderer: { html: ({ text }) => text.replace(/[&<>"]/g, (c) => ESCAPES[c]) },
});

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('rel', 'noopener noreferrer nofollow');
    node.setAttribute('target', '_blank');
  }
  // A picture from elsewhere would tell its server what is read here.
  if (node.tagName === 'IMG' && !node.getAttribute('src')?.startsWith('data:image/')) {
    const note = document.createElement('span');
    note.className = 'muted';
    note.textContent = `[${t('chat.image')}${node.alt ? `: ${node.alt}` : ''}]`;
    node.replaceWith(note);
  }
});

function fragment(text) {
  const clean = DOMPurify.sanitize(marked.parse(text), {
    FORBID_TAGS: ['style', 'form', 'iframe', 'input', 'button', 'video', 'audio', 'svg', 'math'],
    FORBID_ATTR: ['style', 'class', 'id', 'name'],
    RETURN_DOM_FRAGMENT: true,
  });
  clean.querySelectorAll('pre code').forEach((code) => hljs?.highlightElement(code));
  clean.querySelectorAll('a[href]').forEach(reveal);
  clean.querySelectorAll('table').forEach((table) => {
    const box = document.createElement('div');
    box.className = 'table-box';
    table.replaceWith(box);
    box.append(table);
  });
  return clean;
}

// The end of the last block that cannot change any more: a blank line outside of a fence and outside of a list.
function settledEnd(text) {
  let fenced = false;
  let end = 0;
  let position = 0;
  for (const line of text.split('\n')) {
    if (/^\s{0,3}(```|~~~)/.test(line)) {
      fenced = !fenced;
    }
    position += line.length + 1;
    if (!fenced && line.trim() === '' && position <= text.length) {
      const next = text.slice(position);
      if (next !== '' && !/^(\s|[-*+]\s|\d+[.)]\s|\[)/.test(next)) {
        end = position;
      }
    }
  }
  return end;
}

export class MarkdownView {
  constructor(container) {
    this.container = container;
    this.done = '';
    this.tail = document.createElement('div');
    this.container.replaceChildren(this.tail);
    this.waiting = null;
  }

  // Shows the text at the next frame, however often it is called until then.
  show(text) {
    if (this.waiting === null) {
      requestAnimationFrame(() => {
        const next = this.waiting;
        this.waiting = null;
        this.render(next);
      });
    }
    this.waiting = text;
  }

  render(text) {
    if (!text.startsWith(this.done)) {
      this.done = '';
      this.container.replaceChildren(this.tail);
    }
    const end = settledEnd(text);
    if (end > this.done.length) {
      const block = document.createElement('div');
      block.append(fragment(text.slice(this.done.length, end)));
      this.container.insertBefore(block, this.tail);
      this.done = text.slice(0, end);
    }
    this.tail.replaceChildren(fragment(text.slice(this.done.length)));
  }
}
