// Markdown as it streams in: what cannot change any more is made once; only the last block is made again and again.
import { CodeBox } from './code.js';
import { blocks } from './dialect.js';
import { formatted } from './formatted.js';
import { Notes } from './notes.js';

const OPENING = /^(?:[ \t]*\n)*( {0,3})(`{3,}(?=[^`\n]*\n)|~{3,})([^\n]*)\n/;
// A last line of which nobody knows yet what it is: half an address of a reference, or what may begin a row of a list.
const UNCLEAR = /(^|\n) {0,3}(?:\[(?!\^)[^\]\n]*\](?::[^\n]*)?|[-*+_=]+|\d{1,9}[.)]?)$/;
// What it costs to show more of a text is followed by this many times as much time for everything else.
const REST = 30;
// The shortest and longest pause between updates, in milliseconds: nobody reads faster, and a longer one adds much at once.
const PACE = 50;
const LONGEST_PAUSE = 350;

// Code that is still being written, to which only what is new is added.
class OpenFence {
  // `at` is where its text begins.
  /**
   * @param {string[]} found
   * @param {number} at
   */
  constructor([opening, indent, marker, info], at) {
    this.position = at + opening.length;
    this.indent = indent.length;
    this.closing = new RegExp(`^ {0,3}${marker[0]}{${marker.length},}[ \\t]*$`);
    this.box = new CodeBox(info.trim().split(/\s/)[0]);
  }

  // Takes new text; gives the end of the block, or null while it is open.
  feed(text, whole) {
    while (this.position < text.length) {
      const end = text.indexOf('\n', this.position);
      const line = text.slice(this.position, end < 0 ? text.length : end);
      if (this.closing.test(line) && (end >= 0 || whole)) {
        return end < 0 ? text.length : end + 1;
      }
      if (end < 0 && !whole) {
        // A line that is not whole may become the fence that closes.
        this.box.begin(/^ {0,3}[`~]*$/.test(line) ? '' : this.unindented(line));
        return null;
      }
      this.box.add(this.unindented(line));
      this.position = end < 0 ? text.length : end + 1;
    }
    this.box.begin('');
    return whole ? text.length : null;
  }

  unindented(line) {
    return this.indent === 0 ? line : line.replace(new RegExp(`^ {0,${this.indent}}`), '');
  }
}

function lines(text, count) {
  return text.split('\n', count).map((line) => `${line}\n`).join('');
}

// What of a list or table is whole: its rows are added to the element that is there.
const GROWING = {
  list: {
    rows: (token) => token.items,
    some: (token, items) => ({ ...token, items }),
    raw: (token, count) => token.items.slice(0, count).map((item) => item.raw).join(''),
    head: () => '',
    nodes: (made) => made.find((node) => /^[OU]L$/.test(node.tagName)),
    kind: (token) => (token.ordered ? `ordered${/^\s*\d+(.)/.exec(token.raw)?.[1]}` : `bullets${token.raw.trimStart()[0]}`),
  },
  table: {
    rows: (token) => token.rows,
    some: (token, rows) => ({ ...token, rows }),
    raw: (token, count) => lines(token.raw, 2 + count),
    head: (token) => lines(token.raw, 2),
    nodes: (made) => made.map((node) => node.querySelector?.('tbody')).find(Boolean),
    kind: () => 'table',
  },
};

export class MarkdownView {
  /** @type {OpenFence | null} */
  fence = null;

  /** @type {any} The list or table that more rows may be added to. */
  growing = null;

  /** @type {Element[]} What is made again when more comes. */
  loose = [];

  /** @type {any[]} Blocks in which something may refer to an address that has not come yet. */
  referring = [];

  constructor(container) {
    this.container = container;
    this.waiting = null;
    this.cost = 0;
    this.at = -Infinity;
    this.begin();
  }

  begin() {
    this.done = '';
    this.links = Object.create(null);
    this.notes = new Notes();
    this.above = [];
    this.fence = null;
    this.growing = null;
    this.loose = [];
    this.referring = [];
    this.container.replaceChildren();
  }

  // Shows the text soon; may be called often until then.
  show(text) {
    if (this.waiting === null) {
      const rest = Math.min(LONGEST_PAUSE, Math.max(PACE, this.cost * REST)) - (performance.now() - this.at);
      const next = () => requestAnimationFrame(() => this.waiting !== null && this.renderSome(this.waiting));
      if (rest > 0) {
        setTimeout(next, rest);
      } else {
        next();
      }
    }
    this.waiting = text;
  }

  // What that costs is known when the browser has laid out and painted it.
  renderSome(text) {
    const begun = performance.now();
    this.at = begun;
    this.render(text, false);
    setTimeout(() => {
      this.at = performance.now();
      this.cost = this.at - begun;
    });
  }

  // Shows the text now. `whole` says that nothing comes after it.
  render(text, whole = true) {
    this.waiting = null;
    const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    if (!plain.startsWith(this.done)) {
      this.begin();
    }
    this.loose.forEach((node) => node.remove());
    this.loose = [];
    this.advance(plain, whole);
  }

  advance(text, whole) {
    for (;;) {
      if (this.fence) {
        const end = this.fence.feed(text, whole);
        if (end === null) {
          return;
        }
        this.close(this.fence.box, blocks(text.slice(this.done.length, end), this.links));
        this.done = text.slice(0, end);
      }
      const rest = text.slice(this.done.length);
      const fence = OPENING.exec(rest);
      if (!fence) {
        if (!this.text(text, rest, whole)) {
          return;
        }
      } else {
        this.growing = null;
        this.fence = new OpenFence(fence, this.done.length);
        this.container.append(this.fence.box.node);
      }
    }
  }

  // What was shown of the fence while it was open stays, if it is what the whole of it is.
  close(box, tokens) {
    this.fence = null;
    box.end();
    const [code, ...others] = tokens.filter((token) => token.type !== 'space');
    if (others.length === 0 && code?.type === 'code' && code.text === box.text) {
      box.colour();
    } else {
      box.node.remove();
      this.settle(tokens);
    }
  }

  // Makes the blocks of what is left; gives whether an open fence ends it.
  text(text, rest, whole) {
    const prefix = this.growing?.prefix ?? '';
    const readable = whole ? rest : rest.replace(UNCLEAR, '$1');
    const tokens = blocks(prefix + readable, this.links);
    let last = tokens.length - 1;
    while (last >= 0 && tokens[last].type === 'space') {
      last -= 1;
    }
    const ending = tokens[last];
    const fenced = ending?.type === 'code' && /^ {0,3}[`~]{3}/.test(ending.raw) && last > 0;
    const settled = whole && !fenced ? tokens : tokens.slice(0, Math.max(last, 0));
    const raw = settled.map((token) => token.raw).join('');
    if (!(prefix + rest).startsWith(raw)) {
      // What was read cannot be found in the text: it is made again as long as more comes.
      this.put(tokens, whole);
      return false;
    }
    this.settle(settled);
    this.done = text.slice(0, this.done.length + Math.max(0, raw.length - prefix.length));
    if (fenced) {
      return raw.length > prefix.length;
    }
    if (!whole && ending) {
      this.unsettled(text, ending, settled.length === 0);
    }
    return false;
  }

  settle(tokens) {
    const named = tokens.filter((token) => token.type === 'def' && !this.links[token.tag]);
    named.forEach(({ tag, href, title }) => { this.links[tag] = { href, title }; });
    if (named.length > 0) {
      this.referAgain();
    }
    tokens.forEach((token) => {
      if (token.type === 'space') {
        return;
      }
      if (this.growing && GROWING[token.type]?.kind(token) === this.growing.kind) {
        this.add(token, true);
      } else {
        this.put([token], true);
      }
      this.growing = null;
    });
  }

  // Puts blocks at the end.
  put(tokens, settled) {
    return this.place(tokens, settled, this.container, (made) => made);
  }

  // Adds rows to the list or table that grows.
  add(token, settled) {
    this.place([token], settled, this.growing.parent, (made) => [...(GROWING[token.type].nodes(made)?.children ?? [])]);
  }

  place(tokens, settled, parent, chosen) {
    const above = [...this.above];
    const nodes = chosen(this.nodes(tokens, settled, this.above));
    parent.append(...nodes);
    if (!settled) {
      this.above = above;
      this.loose.push(...nodes);
    } else if (nodes.length > 0 && tokens.some((token) => token.raw.includes('['))) {
      this.referring.push({ tokens, above, nodes, chosen });
    }
    return nodes;
  }

  nodes(tokens, settled, above) {
    return formatted(tokens, { above, notes: settled ? this.notes : new Notes(), settled });
  }

  // The last block, of which more may come. What of a list or table is whole stays.
  unsettled(text, token, alone) {
    const how = GROWING[token.type];
    const kind = how?.kind(token);
    if (!alone || this.growing?.kind !== kind) {
      this.growing = null;
    }
    const rows = how?.rows(token) ?? [];
    if (rows.length < 2) {
      if (this.growing) {
        this.add(token, false);
      } else {
        this.put([token], false);
      }
      return;
    }
    const raw = how.raw(token, rows.length - 1);
    if (!token.raw.startsWith(raw)) {
      this.put([token], false);
      return;
    }
    const settled = { ...how.some(token, rows.slice(0, -1)), raw };
    let known = 0;
    if (this.growing) {
      known = this.growing.prefix.length;
      this.add(settled, true);
    } else {
      this.growing = { kind, prefix: how.head(token), parent: how.nodes(this.put([settled], true)) };
    }
    this.done = text.slice(0, this.done.length + raw.length - known);
    this.add(how.some(token, rows.slice(-1)), false);
  }

  // An address has come that blocks above may refer to: those are made once more.
  referAgain() {
    this.referring.forEach((block) => {
      const raw = block.tokens.map((token) => token.raw).join('');
      const nodes = block.chosen(this.nodes(blocks(raw, this.links), true, [...block.above]));
      const links = (all) => all.reduce((sum, node) => sum + (node.querySelectorAll?.('a[href]').length ?? 0), 0);
      if (links(nodes) > links(block.nodes)) {
        block.nodes[0].before(...nodes);
        block.nodes.forEach((node) => node.remove());
        block.nodes = nodes;
      }
    });
  }
}
