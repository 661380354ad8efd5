// Times are the reader's; the server writes them in UTC.
import { language } from './texts.js';

const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

for (const at of document.querySelectorAll('.mail time')) {
  at.title = at.textContent;
  at.textContent = time.format(new Date(at.dateTime));
}
