// Code in an answer: plain text at first, coloured once it is whole, in the language that it names.
import { copy } from './copy.js';
import { element, scrolling } from './dom.js';
import { inSlices } from './slices.js';
import { t } from './texts.js';

// So many lines stand in a box of their own: what changes in one is not laid out in the others.
const LINES = 40;
// Beyond this length, code is not coloured.
const MAX_COLOURED = 200_000;
// Time limit for colouring, in milliseconds, because the rules of a language may get stuck in a text.
const LONGEST = 10_000;

// A box for code with the name of its language and a button that copies it.
export class CodeBox {
  constructor(language) {
    this.language = language;
    this.count = 0;
    this.part = document.createTextNode('');
    this.code = element('code');
    const copied = element('button', { type: 'button', class: 'small', onclick: () => copy(copied, this.code.textContent) }, t('chat.copy'));
    this.node = element('div', { class: 'code-box' },
      element('div', { class: 'code-head' }, element('span', {}, language || t('chat.code')), copied),
      scrolling(element('pre', {}, this.code), language ? `${t('chat.code')}: ${language}` : t('chat.code')));
  }

  static of(text, language) {
    const box = new CodeBox(language);
    text.split('\n').forEach((line) => box.add(line));
    box.end();
    return box;
  }

  // One line more. What may become of it is gone.
  add(line) {
    if (this.count % LINES === 0) {
      this.part = document.createTextNode('');
      this.code.insertBefore(element('span', { class: 'lines' }, this.part), this.last ?? null);
    }
    this.count += 1;
    this.part.appendData(`${line}\n`);
  }

  // What there is of the line that comes now.
  begin(line) {
    if (!this.last) {
      this.last = element('span');
      this.code.append(this.last);
    }
    this.last.textContent = line;
  }

  // Completes the code.
  end() {
    this.last?.remove();
    if (this.count > 0) {
      this.part.deleteData(this.part.length - 1, 1);
    }
  }

  get text() {
    return this.code.textContent;
  }

  async colour() {
    const { text } = this;
    if (!this.language || text.length > MAX_COLOURED) {
      return;
    }
    const boxes = [...this.code.children];
    const parts = await coloured(text, this.language) ?? [];
    let at = 0;
    await inSlices(() => {
      if (at < parts.length) {
        const made = document.createElement('template');
        // highlight.js has escaped what is in it.
        made.innerHTML = parts[at]; // eslint-disable-line no-restricted-properties
        boxes[at].replaceChildren(made.content);
        at += 1;
      }
      return at < parts.length;
    });
  }
}

let worker = null;
let before = Promise.resolve();

// The parts of a code in colours, as HTML; null if there are none for it. One after the other.
function coloured(code, language) {
  const after = before.then(() => answer(code, language)).catch(() => null);
  before = after;
  return after;
}

function answer(code, language) {
  worker ??= new Worker(new URL('workers/colours.js', import.meta.url));
  const asked = worker;
  return new Promise((resolve, reject) => {
    const lost = (why) => {
      clearTimeout(limit);
      asked.terminate();
      worker = null;
      reject(why);
    };
    const limit = setTimeout(lost, LONGEST);
    asked.onmessage = ({ data }) => {
      clearTimeout(limit);
      resolve(data);
    };
    asked.onerror = lost;
    asked.postMessage({ code, language, lines: LINES });
  });
}
