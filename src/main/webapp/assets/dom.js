// Elements made without HTML text, so that nothing in them is ever parsed.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (key === 'class') {
      made.className = value;
    } else {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** @type {WeakMap<Element, string>} */
const labels = new WeakMap();

/**
 * @param {Element} box
 * @param {boolean} wide
 */
function mark(box, wide) {
  for (const [name, value] of [['tabindex', '0'], ['role', 'group'], ['aria-label', labels.get(box) ?? '']]) {
    wide ? box.setAttribute(name, value) : box.removeAttribute(name);
  }
}

const sizes = new ResizeObserver((entries) => {
  new Set(entries.map(({ target }) => (labels.has(target) ? target : target.parentElement))).forEach((box) => {
    if (box && labels.has(box)) {
      mark(box, box.scrollWidth > box.clientWidth || box === document.activeElement);
    }
  });
});

// A box with one element in it that may be too wide: then it can be reached, and scrolled, with the keyboard. It counts as too wide
// until it is laid out, which what is out of sight is not.
export function scrolling(box, label) {
  labels.set(box, label);
  mark(box, true);
  sizes.observe(box);
  sizes.observe(box.firstElementChild);
  return box;
}

// Puts exactly these elements into a container, in this order. What is there already and in order is not touched: it keeps its
// focus, its selection and what is typed in it.
export function arrange(container, nodes) {
  const wanted = new Set(nodes);
  [...container.children].filter((node) => !wanted.has(node)).forEach((node) => node.remove());
  nodes.forEach((node, i) => {
    if (container.children[i] !== node) {
      container.insertBefore(node, container.children[i] ?? null);
    }
  });
}

// A table that scrolls horizontally if it is too wide.
export function table(head, rows, attributes = {}) {
  return scrolling(element('div', { class: 'table-box' }, element('table', attributes,
    element('thead', {}, element('tr', {}, ...head.map((cell) => element('th', { scope: 'col' }, cell)))),
    element('tbody', {}, ...rows))), attributes['aria-label'] ?? head.filter(Boolean).join(', '));
}

// Makes invisible characters, and those that change the direction of text, visible.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export function visible(text) {
  return String(text).replace(HIDDEN, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

// The name of a person, without the id of the account.
export function person(user) {
  return visible(String(user).replace(/~[a-z2-7]{10}$/, ''));
}

export function uniqueId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
