// Keeps the focus when the elements around it are rebuilt.
const CONTROLS = 'a[href], button, input, select, textarea, summary';

const controls = (row) => (row.matches(CONTROLS) ? [row] : [...row.querySelectorAll(CONTROLS)]);

// Changes the rows of a container. If the focus was in one of them, it stays on the same control of that row. If the row is gone,
// it goes to the row that took its place: to its first control or, where one must not be met by a key that meant the row before, to
// the row itself, which then has a tabindex; and to otherwise() if there is none. nameOf(row) tells rows apart.
export function keepingFocus(container, nameOf, otherwise, change) {
  const active = /** @type {Element} */ (document.activeElement);
  const index = [...container.children].findIndex((row) => row.contains(active));
  if (index < 0) {
    change();
    return;
  }
  const row = container.children[index];
  const name = nameOf(row);
  const at = controls(row).indexOf(active);
  change();
  if (document.activeElement === active) {
    return;
  }
  const same = [...container.children].find((one) => nameOf(one) === name);
  const next = container.children[Math.min(index, container.children.length - 1)];
  const target = active.isConnected ? active : same ? controls(same)[at] ?? same : neighbour(row, next);
  (target ?? otherwise())?.focus({ preventScroll: true });
}

function neighbour(gone, next) {
  if (!next || gone.matches(CONTROLS)) {
    return null;
  }
  return next.hasAttribute('tabindex') ? next : controls(next)[0];
}

// What a person has opened, typed and focused in an element goes over to the one that takes its place.
export function carryOver(before, after) {
  const opened = before.querySelectorAll('details');
  after.querySelectorAll('details').forEach((details, i) => { details.open = Boolean(opened[i]?.open); });
  const fields = before.querySelectorAll('input');
  after.querySelectorAll('input').forEach((field, i) => {
    if (fields[i]?.type === field.type) {
      field.value = fields[i].value;
      field.checked = fields[i].checked;
    }
  });
  const active = /** @type {HTMLInputElement} */ (document.activeElement);
  if (!before.contains(active)) {
    return;
  }
  const { selectionStart, selectionEnd } = active;
  const same = controls(after)[controls(before).indexOf(active)];
  after.tabIndex = -1;
  // Once it has taken its place.
  queueMicrotask(() => {
    const target = same?.className === active.className ? same : after;
    target.focus({ preventScroll: true });
    if (target.type === 'text') {
      target.setSelectionRange(selectionStart, selectionEnd);
    }
  });
}
