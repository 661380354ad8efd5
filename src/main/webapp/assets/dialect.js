// The Markdown that models write: GitHub's, with footnotes and mathematics, and fit for Chinese.
import cjkFriendly from './marked-cjk-friendly.js';

const { Marked, Lexer, Parser, Tokenizer } = window.marked;

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text) {
  return text.replace(/[&<>"]/g, (c) => ESCAPES[c]);
}

// Characters that end an address in Chinese text, which has no spaces.
const AFTER_ADDRESS = /[\u2014\u2018-\u201d\u2026\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/;
const PAIRS = { ']': '[', '}': '{' };

// The address without the text that follows it in the sentence.
function addressOnly(found) {
  let address = found.split(AFTER_ADDRESS)[0];
  // Directly behind the name of a host, letters that no host has belong to the sentence.
  address = address.replace(/^((?:https?|ftp):\/\/[^/?#]*?|www\.[^/?#]*?)[^\x00-\x7f].*$/is, '$1');
  for (let last = address.at(-1); PAIRS[last] && address.split(last).length > address.split(PAIRS[last]).length; last = address.at(-1)) {
    address = address.slice(0, -1);
  }
  return address;
}

function textToken(text) {
  return { type: 'text', raw: text, text, escaped: false };
}

// A sum such as "$5 to $10" is no formula: one has to look like one.
const INLINE_MATH = /^\$(?![\s$])((?:\\.|[^\\$\n])*?[^\s\\$])\$(?![\d$])/;
const LIKE_MATH = /[\\^_={}<>+*/|]|^[A-Za-z]$/;

function math(raw, tex, display) {
  return { type: 'math', raw, tex: tex.trim(), display };
}

const mathBlock = {
  name: 'mathBlock',
  level: 'block',
  start: (src) => src.match(/(?:^|\n) {0,3}(?:\\\[|\$\$)/)?.index,
  tokenizer(src) {
    const found = /^ {0,3}(?:\\\[([\s\S]+?)\\\]|\$\$([\s\S]+?)\$\$)[ \t]*(?:\n|$)/.exec(src);
    return found && !/\n[ \t]*\n/.test(found[0]) ? { ...math(found[0], found[1] ?? found[2], true), type: 'mathBlock' } : undefined;
  },
  renderer: ({ tex }) => `<div data-math="block">${escaped(tex)}</div>`,
};

const mathSpan = {
  name: 'math',
  level: 'inline',
  start: (src) => src.match(/\\[([]|\$/)?.index,
  tokenizer(src) {
    const shown = /^(?:\\\[([\s\S]+?)\\\]|\$\$([\s\S]+?)\$\$)/.exec(src);
    if (shown) {
      return math(shown[0], shown[1] ?? shown[2], true);
    }
    const plain = /^\\\(([\s\S]+?)\\\)/.exec(src);
    if (plain) {
      return math(plain[0], plain[1], false);
    }
    const dollars = INLINE_MATH.exec(src);
    return dollars && LIKE_MATH.test(dollars[1]) ? math(dollars[0], dollars[1], false) : undefined;
  },
  renderer: ({ tex, display }) => `<span data-math="${display ? 'block' : 'inline'}">${escaped(tex)}</span>`,
};

const note = {
  name: 'note',
  level: 'inline',
  start: (src) => src.match(/\[\^/)?.index,
  tokenizer(src) {
    const found = /^\[\^([\p{L}\p{N}_-]{1,40})\]/u.exec(src);
    return found ? { type: 'note', raw: found[0], label: found[1] } : undefined;
  },
  renderer: ({ raw, label }) => `<span data-note="${escaped(label)}">${escaped(raw)}</span>`,
};

const noteText = {
  name: 'noteText',
  level: 'block',
  start: (src) => src.match(/(?:^|\n)\[\^/)?.index,
  tokenizer(src) {
    const found = /^\[\^([\p{L}\p{N}_-]{1,40})\]:[ \t]*([^\n]*(?:\n(?!\[\^)[ \t]+\S[^\n]*)*)(?:\n|$)/u.exec(src);
    if (!found) {
      return undefined;
    }
    const made = { type: 'noteText', raw: found[0], label: found[1], tokens: [] };
    this.lexer.inline(found[2].replace(/\n[ \t]+/g, '\n'), made.tokens);
    return made;
  },
  renderer(token) {
    return `<div data-note-text="${escaped(token.label)}">${this.parser.parseInline(token.tokens)}</div>`;
  },
};

const dialect = new Marked({
  gfm: true,
  // Line breaks are kept, as in a letter, a poem or an address.
  breaks: true,
  renderer: {
    // HTML in an answer is shown as text, not rendered.
    html: ({ text }) => escaped(text),
    code: ({ text, lang }) => `<pre><code data-language="${escaped((lang ?? '').trim().split(/\s/)[0])}">${escaped(text)}</code></pre>`,
    checkbox: ({ checked }) => `<span data-done="${checked}"></span>`,
  },
  tokenizer: {
    // Marked drops a second definition, and with it a piece of the text; this one keeps it under a name that nothing refers to.
    def(src) {
      const found = Tokenizer.prototype.def.call(this, src);
      while (found && this.lexer.tokens.links[found.tag]) {
        found.tag = ` ${found.tag}`;
      }
      return found;
    },
    // One ~ stands between numbers, as in 10~20; two strike out.
    del(src) {
      const found = /^~~(?=[^\s~])([\s\S]*?[^\s~])~~(?!~)/.exec(src);
      return found ? { type: 'del', raw: found[0], text: found[1], tokens: this.lexer.inlineTokens(found[1]) } : undefined;
    },
    url(src) {
      const found = this.rules.inline.url.exec(src);
      if (!found || found[2] === '@') {
        return false;
      }
      const address = addressOnly(found[0]);
      if (address === found[0]) {
        return false;
      }
      // What is left is judged again by marked's own rule.
      const again = this.rules.inline.url.exec(address);
      if (!again) {
        return textToken(address);
      }
      const text = again[0].replace(/[?!.,:;*_'"~)]+$/, (end) => (end.includes(')') && again[0].includes('(') ? end : ''));
      return { type: 'link', raw: text, text, href: text.startsWith('www.') ? `http://${text}` : text, tokens: [textToken(text)] };
    },
  },
}, cjkFriendly(), { extensions: [mathBlock, mathSpan, noteText, note] });

// The blocks of a text. links are the addresses, by name, to which it may refer.
export function blocks(text, links) {
  const lexer = new Lexer(dialect.defaults);
  Object.assign(lexer.tokens.links, links);
  return [...lexer.lex(text)];
}

export function html(tokens) {
  return Parser.parse(tokens, dialect.defaults);
}
