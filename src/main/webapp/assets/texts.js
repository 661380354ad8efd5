// The page's texts, put there by the server in the person's language.
import { visible } from './dom.js';

const holder = document.getElementById('texts');
const texts = holder ? JSON.parse(holder.textContent) : {};

export function t(key) {
  return texts[key] ?? key;
}

// A tool's own name where there is no text for it.
export function toolName(tool) {
  return texts[`tool.${tool}`] ?? tool;
}

// An argument's own name where there is no text for it, as it may be made up by a model.
export function argumentName(name) {
  return texts[`argument.${name}`] ?? visible(name);
}

export const language = document.documentElement.lang || 'en';

// What a thing is called, and what it is.
export function labelled(key, value) {
  return `${t(key)}${language.startsWith('zh') ? '：' : ': '}${value}`;
}
