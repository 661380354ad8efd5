// What tools take and give, as people read it: numbers, texts, lists, tables and what is nested in them.
import { element, scrolling, visible } from './dom.js';
import { argumentName, inLanguage, language, t, valueName } from './texts.js';

const MAX_ROWS = 100;
const MAX_COLUMNS = 8;
const DEEPEST = 5;
// Every digit counts: nothing is rounded.
const DIGITS = { maximumFractionDigits: 20 };
const number = new Intl.NumberFormat(language, { ...DIGITS, useGrouping: false });

// The amounts of money that tools take and give, by tool: the names of members, and their currencies.
const moneyOf = new Map();
// Their recurrence rules: the names of members.
const recurrencesOf = new Map();

/** @param {Schemas['Tool'][]} items */
export function knowTools(items) {
  items.forEach((tool) => {
    moneyOf.set(tool.name, tool.money ?? {});
    recurrencesOf.set(tool.name, new Set(tool.recurrences));
  });
}

export function isNumeric(value) {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}

// With its currency, as the reader's language writes it; the amount alone if nobody says in which currency.
export function amount(value, currency) {
  if (!isNumeric(value)) {
    return visible(value);
  }
  const code = /^[A-Za-z]{3}$/.test(currency ?? '') ? currency : null;
  const { minimumFractionDigits } = new Intl.NumberFormat(language, code ? { style: 'currency', currency: code } : { minimumFractionDigits: 2 }).resolvedOptions();
  return new Intl.NumberFormat(language, { ...DIGITS, minimumFractionDigits, ...(code ? { style: 'currency', currency: code } : {}) }).format(value);
}

function isPlain(value) {
  return typeof value !== 'object' || value === null;
}

const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });

// A text as it is; a day as the reader's language writes it.
/** @param {string} value */
export function text(value) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(value) : null;
  return day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? date.format(day) : visible(value);
}

function plain(value) {
  if (value === null || value === undefined || value === '') {
    return '–';
  }
  if (typeof value === 'boolean') {
    return t(`value.${value}`);
  }
  return typeof value === 'number' ? number.format(value) : text(value);
}

// What is written in a place of its own: a value of this name, where `around` names the currency of what has none of its own.
class Writing {
  constructor(tool, words) {
    this.money = moneyOf.get(tool) ?? {};
    this.recurrences = recurrencesOf.get(tool) ?? new Set();
    this.words = words ?? {};
  }

  named(name, value, around, depth) {
    const currency = this.money[name];
    if (currency !== undefined && isNumeric(value)) {
      return amount(value, currency || around);
    }
    return this.called(name, value) ?? this.value(value, around, depth);
  }

  // A repetition in words, or what a state or a choice is called; undefined for what is called nothing else.
  called(name, value) {
    if (typeof value !== 'string') {
      return undefined;
    }
    return (this.recurrences.has(name) ? inLanguage(this.words[value]) : undefined) ?? valueName(name, value);
  }

  value(value, around, depth) {
    if (isPlain(value)) {
      return plain(value);
    }
    if (depth > DEEPEST) {
      return visible(JSON.stringify(value));
    }
    const currency = value.currency ?? around;
    return Array.isArray(value) ? this.list(value, currency, depth) : this.members(value, currency, depth);
  }

  members(object, around, depth) {
    const list = element('dl', { class: 'arguments' });
    Object.entries(object).forEach(([name, value]) => {
      list.append(element('dt', {}, argumentName(name)), element('dd', {}, this.named(name, value, around, depth + 1)));
    });
    return list.childElementCount === 0 ? t('value.none') : list;
  }

  list(items, around, depth) {
    if (items.length === 0) {
      return t('value.none');
    }
    const shown = items.slice(0, MAX_ROWS);
    const more = items.length > shown.length ? element('p', { class: 'muted' }, t('value.more').replace('{0}', items.length - shown.length)) : '';
    const columns = [...new Set(shown.flatMap((item) => (isPlain(item) || Array.isArray(item) ? [] : Object.keys(item))))];
    const isTable = columns.length > 0 && columns.length <= MAX_COLUMNS && shown.every((item) => !isPlain(item) && !Array.isArray(item));
    return element('div', {}, isTable
      ? this.table(columns, shown, around, depth)
      : element('ul', { class: 'values' }, ...shown.map((item) => element('li', {}, this.value(item, around, depth + 1)))), more);
  }

  table(columns, rows, around, depth) {
    const numeric = (column) => rows.every((row) => typeof row[column] === 'number' || row[column] === null || row[column] === undefined);
    const right = new Set(columns.filter(numeric));
    const head = columns.map((column) => element('th', { scope: 'col', class: right.has(column) ? 'number' : null }, argumentName(column)));
    const body = rows.map((row) => element('tr', {}, ...columns.map((column) => element('td', { class: right.has(column) ? 'number' : null },
      this.named(column, row[column], row.currency ?? around, depth + 1)))));
    return scrolling(element('div', { class: 'table-box' }, element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...body))),
      columns.map(argumentName).join(', '));
  }
}

// Arguments or a result of a tool's call: a text, or an element. `words` has the rules among them in words.
/**
 * @param {string} tool
 * @param {any} value
 * @param {Record<string, Record<string, string>>} [words]
 */
export function written(tool, value, words) {
  return new Writing(tool, words).value(value, undefined, 0);
}

// One member of them.
export function writtenMember(tool, name, value) {
  return new Writing(tool).named(name, value, undefined, 0);
}

// Whether it fits in one line.
export function isShort(value) {
  return isPlain(value) && String(value).length <= 200;
}

// What a call is about, for its head line: the first of its arguments that names something, which a recurrence rule does not.
export function subject(args) {
  const named = Object.values(args ?? {}).find((value) => typeof value === 'string' && value.trim() !== '' && !/\bFREQ=/i.test(value));
  return named !== undefined && named.length <= 60 && !/^[a-z_]+$|\n/.test(named) ? visible(named) : '';
}
