// Blocks of an answer as elements: cleaned, with headings below those of the page, code with its language, tables that scroll.
import { CodeBox } from './code.js';
import { html } from './dialect.js';
import { element, scrolling } from './dom.js';
import { reveal } from './links.js';
import { t } from './texts.js';

const { DOMPurify } = window;

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('rel', 'noopener noreferrer nofollow');
    node.setAttribute('target', '_blank');
  }
  // An external image would tell its server what is being read here.
  if (node.tagName === 'IMG' && !node.getAttribute('src')?.startsWith('data:image/')) {
    const note = document.createElement('span');
    note.className = 'muted';
    note.textContent = `[${t('chat.image')}${node.alt ? `: ${node.alt}` : ''}]`;
    node.replaceWith(note);
  }
});

const CLEAN = {
  FORBID_TAGS: ['style', 'form', 'iframe', 'input', 'button', 'video', 'audio', 'svg', 'math'],
  FORBID_ATTR: ['style', 'class', 'id', 'name'],
  RETURN_DOM_FRAGMENT: true,
};

// Headings of a message stand below that of the turn, one step at a time, however they were numbered; they look as they were meant.
const FIRST_HEADING = 3;
const LAST_HEADING = 6;

function heading(node, above) {
  const meant = Number(node.tagName[1]);
  while (above.length > 0 && above.at(-1) >= meant) {
    above.pop();
  }
  above.push(meant);
  const made = element(`h${Math.min(LAST_HEADING, FIRST_HEADING + above.length - 1)}`, { class: `like-h${meant}` });
  made.append(...node.childNodes);
  node.replaceWith(made);
}

let katex = null;

// The library for formulas is loaded with the first formula.
function mathematics() {
  katex ??= new Promise((resolve, reject) => {
    document.head.append(element('script', { src: 'webjars/katex/0.18.11/dist/katex.min.js', onload: () => resolve(window.katex), onerror: reject }));
  });
  return katex;
}

async function formula(node) {
  const tex = node.textContent;
  const { renderToString, ParseError } = await mathematics();
  try {
    const made = renderToString(tex, { output: 'mathml', displayMode: node.dataset.math === 'block', strict: 'ignore', trust: false })
      .replace(/<annotation[\s>][\s\S]*?<\/annotation>/g, '');
    node.replaceChildren(DOMPurify.sanitize(made, {
      USE_PROFILES: { mathMl: true }, ADD_TAGS: ['semantics'], FORBID_ATTR: ['style', 'class', 'href'], RETURN_DOM_FRAGMENT: true,
    }));
    node.title = tex;
  } catch (error) {
    if (!(error instanceof ParseError)) {
      throw error;
    }
  }
}

function task(node) {
  const done = node.dataset.done === 'true';
  node.closest('li')?.classList.add('task');
  node.replaceWith(element('span', { class: done ? 'tick done' : 'tick', role: 'img', 'aria-label': t(done ? 'task.done' : 'task.open') }), ' ');
}

// The elements of blocks. `above` are the headings that stand above them; `settled` says whether they are whole.
export function formatted(tokens, { above, notes, settled }) {
  const clean = DOMPurify.sanitize(html(tokens), CLEAN);
  clean.querySelectorAll('h1, h2, h3, h4, h5, h6').forEach((node) => heading(node, above));
  clean.querySelectorAll('pre > code').forEach((code) => {
    const box = CodeBox.of(code.textContent, code.dataset.language);
    code.parentNode.replaceWith(box.node);
    if (settled) {
      box.colour();
    }
  });
  clean.querySelectorAll('a[href]').forEach(reveal);
  clean.querySelectorAll('[data-done]').forEach(task);
  clean.querySelectorAll('[data-math]').forEach((node) => {
    node.className = 'math';
    if (settled) {
      formula(node).catch(() => {});
    }
  });
  clean.querySelectorAll('table').forEach((table) => {
    const place = element('div');
    table.replaceWith(place);
    place.replaceWith(scrolling(element('div', { class: 'table-box' }, table), t('chat.table')));
  });
  notes.take(clean);
  return [...clean.childNodes];
}
