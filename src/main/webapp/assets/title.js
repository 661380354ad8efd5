// The name of what is shown: in the title of the page, and as its first heading for screen readers.
import { api } from './api.js';
import { t } from './texts.js';

const heading = document.getElementById('title');
const product = document.title;
let shown = null;

export function nameTitle(title) {
  heading.textContent = title;
  document.title = `${title} – ${product}`;
}

// The conversation with this id; null for the beginning of a new one.
export async function showTitle(id) {
  shown = id;
  heading.hidden = id === null;
  if (id === null) {
    document.title = product;
    return;
  }
  nameTitle(t('list.untitled'));
  const { title } = await api.get(`conversations/${id}`);
  if (title && shown === id) {
    nameTitle(title);
  }
}
