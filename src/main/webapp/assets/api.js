// The REST API, with the cookie that the sign-in page has set.
import { refusal } from './refusals.js';
import { t } from './texts.js';

const base = 'api/v1/';
// The maximum size of a request that a browser still sends while its page is being closed.
const LONGEST_KEPT_ALIVE = 60_000;

export class Problem extends Error {
  // The status is 0 if there was no response.
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

function json(body) {
  if (body === undefined) {
    return {};
  }
  const text = JSON.stringify(body);
  return { headers: { 'Content-Type': 'application/json' }, body: text, keepalive: text.length * 3 < LONGEST_KEPT_ALIVE };
}

// Goes to the sign-in page, which returns to the current page.
function signIn() {
  const here = location.href.slice(new URL('.', document.baseURI).href.length);
  location.assign(`login.xhtml?to=${encodeURIComponent(here)}`);
}

async function call(method, path, content) {
  let response;
  try {
    response = await fetch(base + path, { method, ...content });
  } catch {
    throw new Problem(0, t('net.unreachable'));
  }
  if (!response.ok) {
    // A server whose application is not there yet, or a proxy before it, says nothing about what was asked.
    if (!response.headers.get('Content-Type')?.startsWith('application/problem+json')) {
      throw new Problem(0, t('net.unreachable'));
    }
    if (response.status === 401) {
      signIn();
    }
    const problem = await response.json().catch(() => ({}));
    throw new Problem(response.status, refusal(problem.detail ?? response.statusText));
  }
  return response.status === 204 ? null : response.json();
}

// The API description defines the request and response of each path.
export const api = {
  /** @type {<Path extends string>(path: Path) => Promise<Answer<'get', Path>>} */
  get: (path) => call('GET', path),
  /** @type {<Path extends string>(path: Path, body?: Given<'post', Path>) => Promise<Answer<'post', Path>>} */
  post: (path, body = /** @type {any} */ ({})) => call('POST', path, json(body)),
  /** @type {<Path extends string>(path: Path, body: Given<'put', Path>) => Promise<Answer<'put', Path>>} */
  put: (path, body) => call('PUT', path, json(body)),
  /** @type {<Path extends string>(path: Path, body: Given<'patch', Path>) => Promise<Answer<'patch', Path>>} */
  patch: (path, body) => call('PATCH', path, json(body)),
  /** @type {<Path extends string>(path: Path, blob: Blob) => Promise<Answer<'post', Path>>} */
  upload: (path, blob) => call('POST', path, { headers: { 'Content-Type': blob.type }, body: blob }),
  /** @type {<Path extends string>(path: Path) => Promise<Answer<'delete', Path>>} */
  delete: (path) => call('DELETE', path),
};
