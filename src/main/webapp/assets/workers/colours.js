// Colours code beside the page: however long that takes, the page does not wait.
importScripts('../../webjars/highlightjs/11.11.1/highlight.min.js');

// Cuts what is coloured behind every so many lines. A colour that goes on ends there and begins again.
function parts(html, lines) {
  const made = [];
  const open = [];
  let part = '';
  let seen = 0;
  for (const [piece] of html.matchAll(/<[^>]*>|[^<\n]+|\n/g)) {
    part += piece;
    if (piece === '\n') {
      seen += 1;
      if (seen % lines === 0) {
        made.push(part + '</span>'.repeat(open.length));
        part = open.join('');
      }
    } else if (piece === '</span>') {
      open.pop();
    } else if (piece[0] === '<') {
      open.push(piece);
    }
  }
  return [...made, part];
}

self.onmessage = ({ data: { code, language, lines } }) => {
  self.postMessage(self.hljs.getLanguage(language) ? parts(self.hljs.highlight(code, { language, ignoreIllegals: true }).value, lines) : null);
};
