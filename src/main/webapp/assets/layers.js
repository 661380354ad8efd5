// Overlays close on Escape, the topmost first; nothing below receives the key.
const layers = [];

// An Escape that ends the composition of an input method is not the person's; Safari only tells by the code 229.
export function isEscape(event) {
  return event.key === 'Escape' && !event.isComposing && event.keyCode !== 229;
}

export function layer(isOpen, close) {
  layers.push({ isOpen, close });
}

window.addEventListener('keydown', (event) => {
  // Dialogs are closed by the browser.
  if (!isEscape(event) || document.querySelector('dialog[open]')) {
    return;
  }
  const upper = layers.find(({ isOpen }) => isOpen());
  if (upper) {
    event.preventDefault();
    event.stopPropagation();
    upper.close();
  }
}, true);
