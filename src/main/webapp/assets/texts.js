// The page's texts, put there by the server in the person's language.
import { visible } from './dom.js';

const holder = document.getElementById('texts');
const texts = holder ? JSON.parse(holder.textContent) : {};

export function t(key) {
  return texts[key] ?? key;
}

// The tool's own name if there is no text for it.
export function toolName(tool) {
  return texts[`tool.${tool}`] ?? tool;
}

// The argument's own name if there is no text for it, since a model may have made it up.
export function argumentName(name) {
  return texts[`argument.${name}`] ?? visible(name);
}

// Why a tool did not do it, in the reader's language where its code is known; what the tool said otherwise.
export function failure({ code, message }, args) {
  const text = texts[`failure.${code}`];
  return text ? text.replace(/\{(\w+)\}/g, (_, name) => String(args?.[name] ?? '')) : message;
}

export const language = document.documentElement.lang || 'en';

// What a value of this name is called, such as a state; undefined if there is no text for it.
export function valueName(name, value) {
  return texts[`value.${name}.${value}`];
}

// Of words that are there in each language, those that the reader reads.
/** @param {Record<string, string> | undefined} words */
export function inLanguage(words) {
  return words?.[language.startsWith('zh') ? 'zh' : 'en'];
}

// What a thing is called, and what it is.
export function labelled(key, value) {
  return `${t(key)}${language.startsWith('zh') ? '：' : ': '}${value}`;
}
