// What this browser keeps for a person until the server has it: drafts, and messages that are being sent. Nobody else is shown or
// sends it: what was left by another person is erased first, and all of it when the person signs out. Where nothing may be
// stored, or no room is left, it is kept as long as the page is open.
const ALL = 'clda-kept-';
const PERSON = 'clda-person';

const me = document.body.dataset.person ?? '';
const mine = `${ALL}${me}-`;
const memory = new Map();
let over = false;

function stored(work, otherwise) {
  try {
    return work(localStorage);
  } catch {
    return otherwise;
  }
}

function keys(prefix) {
  return stored((storage) => Object.keys(storage).filter((key) => key.startsWith(prefix)), []);
}

function erase(those) {
  those.forEach((key) => stored((storage) => storage.removeItem(key)));
}

export const kept = {
  get: (name) => memory.get(name) ?? stored((storage) => storage.getItem(mine + name), null),

  set(name, text) {
    if (over || me === '') {
      return;
    }
    memory.delete(name);
    const done = stored((storage) => {
      storage.setItem(mine + name, text);
      return true;
    }, false);
    if (!done) {
      // The stored value is outdated.
      this.remove(name);
      memory.set(name, text);
    }
  },

  remove(name) {
    memory.delete(name);
    erase([mine + name]);
  },

  names(prefix) {
    const names = keys(mine + prefix).map((key) => key.slice(mine.length));
    return [...new Set([...names, ...[...memory.keys()].filter((name) => name.startsWith(prefix))])];
  },

  // The user signs out: nothing is stored from now on.
  eraseAll() {
    over = true;
    memory.clear();
    erase([...keys(ALL), PERSON]);
  },
};

if (me !== '') {
  erase(keys(ALL).filter((key) => !key.startsWith(mine)));
  stored((storage) => storage.setItem(PERSON, me));
  // Signed out or in as somebody else in another window: this one shows what is not theirs, and would speak for them.
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === PERSON && newValue !== me) {
      over = true;
      location.replace(newValue ? 'index.xhtml' : 'login.xhtml');
    }
  });
}
