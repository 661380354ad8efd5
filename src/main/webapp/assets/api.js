// The REST API, with the cookie that the sign-in page has set.
const base = 'api/v1/';

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

function json(body) {
  return body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

async function call(method, path, content) {
  const response = await fetch(base + path, { method, ...content });
  if (response.status === 401) {
    location.assign('login.xhtml');
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Problem(response.status, problem.detail ?? response.statusText);
  }
  return response.status === 204 ? null : response.json();
}

export const api = {
  get: (path) => call('GET', path),
  post: (path, body = {}) => call('POST', path, json(body)),
  put: (path, body) => call('PUT', path, json(body)),
  patch: (path, body) => call('PATCH', path, json(body)),
  upload: (path, blob) => call('POST', path, { headers: { 'Content-Type': blob.type }, body: blob }),
  delete: (path) => call('DELETE', path),
};
