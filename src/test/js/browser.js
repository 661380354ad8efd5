// What the page's modules need of a browser when nothing is drawn. To be called before they are imported.
export function browser({ language = 'en', person = 'alice~abcdefghij', texts = {} } = {}) {
  const document = Object.assign(new EventTarget(), {
    baseURI: 'https://clda.example/',
    hidden: false,
    documentElement: { lang: language },
    body: { dataset: { person } },
    getElementById: (id) => (id === 'texts' ? { textContent: JSON.stringify(texts) } : null),
    querySelector: () => null,
  });
  const location = { href: 'https://clda.example/index.xhtml?c=7', origin: 'https://clda.example', went: null };
  location.assign = (to) => { location.went = to; };
  location.replace = location.assign;
  Object.assign(globalThis, {
    window: Object.assign(new EventTarget(), { document, location }),
    document,
    location,
    localStorage: storage(),
    sessionStorage: storage(),
    ResizeObserver: class { observe() {} },
  });
}

// As the browser's: its own methods are not among its keys. `full` and `broken` are what may be wrong with one.
export function storage(entries = {}) {
  const may = { full: false, broken: false };
  const check = (wrong, name) => {
    if (wrong) {
      throw new DOMException(name, name);
    }
  };
  const methods = {
    getItem: (key) => (check(may.broken, 'SecurityError'), Object.hasOwn(entries, key) ? entries[key] : null),
    setItem: (key, value) => { check(may.broken, 'SecurityError'); check(may.full, 'QuotaExceededError'); entries[key] = String(value); },
    removeItem: (key) => { check(may.broken, 'SecurityError'); delete entries[key]; },
  };
  return new Proxy(entries, {
    get: (_, name) => methods[name] ?? (name === 'may' ? may : entries[name]),
    ownKeys: () => (check(may.broken, 'SecurityError'), Reflect.ownKeys(entries)),
  });
}

// A server: `answers` gives, for a method, a path and a body, the status and the body of the answer, or null if nobody answers.
export class Server {
  constructor(answers) {
    this.answers = answers;
    this.requests = [];
    globalThis.fetch = async (address, { method, body }) => {
      const request = { method, path: address.replace(/^api\/v1\//, ''), body: body === undefined ? undefined : JSON.parse(body) };
      this.requests.push(request);
      const answer = this.answers(request);
      if (answer === null) {
        throw new TypeError('Failed to fetch');
      }
      const { status = 200, json = {} } = answer;
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      return new Response(status === 204 ? null : JSON.stringify(json), { status, headers: { 'Content-Type': type } });
    };
  }
}

// Waits until nothing goes on that needs no time.
export async function calm() {
  for (let i = 0; i < 20; i += 1) {
    await new Promise((done) => { setImmediate(done); });
  }
}
