// Images to be sent: chosen, pasted or dropped; scaled down; and removed again.
import { element } from './dom.js';
import { t } from './texts.js';

// The side length above which providers scale images down, in pixels; and the maximum size for the server, in bytes.
const LONGEST_SIDE = 1568;
const LARGEST = 5_000_000;
const MOST = 4;
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

export class Images {
  constructor({ list, button, input, field, tell }) {
    this.items = [];
    this.list = list;
    this.tell = tell;
    button.addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      this.add([...input.files]);
      input.value = '';
    });
    field.addEventListener('paste', (event) => {
      const files = [...event.clipboardData.files].filter((file) => TYPES.includes(file.type));
      if (files.length && !button.hidden) {
        event.preventDefault();
        this.add(files);
      }
    });
    // Files may be dropped anywhere on the chat, but not on a dialog before it. The browser would leave the page for them.
    const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
    document.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
    document.addEventListener('drop', (event) => {
      if (hasFiles(event)) {
        event.preventDefault();
        if (!button.hidden && !document.querySelector('dialog[open]')) {
          this.add([...event.dataTransfer?.files ?? []]);
        }
      }
    });
  }

  async add(files) {
    for (const file of files) {
      if (this.items.length === MOST) {
        this.tell(t('images.most'));
        return;
      }
      try {
        const blob = TYPES.includes(file.type) ? await smaller(file) : null;
        if (!blob || blob.size > LARGEST) {
          throw new Error('unusable');
        }
        this.items.push({ blob, preview: await dataUrl(blob), name: file.name });
      } catch {
        this.tell(`${t('images.unusable')}: ${file.name}`);
      }
      this.show();
    }
  }

  show() {
    this.list.hidden = this.items.length === 0;
    this.list.replaceChildren(...this.items.map((item) => element('span', { class: 'thumb' },
      element('img', { src: item.preview, alt: item.name }),
      element('button', {
        type: 'button',
        class: 'icon-button',
        title: t('images.remove'),
        'aria-label': `${t('images.remove')}: ${item.name}`,
        onclick: () => {
          this.items = this.items.filter((other) => other !== item);
          this.show();
        },
      }, '✕'))));
  }

  // What was about to be shown; nothing is any more.
  take() {
    const { items } = this;
    this.items = [];
    this.show();
    return items;
  }

  putBack(items) {
    this.items = items;
    this.show();
  }
}

// An animation would lose its frames, so it is sent unchanged.
async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = LONGEST_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1 || file.type === 'image/gif') {
    return file;
  }
  const canvas = element('canvas', { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, file.type === 'image/png' ? 'image/png' : 'image/jpeg', 0.9);
  });
}

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
