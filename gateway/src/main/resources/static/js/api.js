/** The gateway's HTTP interface as the pages see it: problems, the session, keys, tags. */
import {language} from './ui.js';

const INCIDENT = 'urn:bootcamp:incident:';
const LIST_ITEMS_MAX = 200;

/** An answer that is an error (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  constructor(status, body = {}, retryAfter = null) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? null;
    this.title = body.title ?? null;
    this.detail = body.detail ?? null;
    this.incident = body.instance?.startsWith(INCIDENT) ? body.instance.slice(INCIDENT.length) : null;
    /** [{field, reason}] */
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    /** Everything the document says. */
    this.body = body;
    this.retryAfterSeconds = retryAfter;
  }
}

/** Who is signed in: {username, roles, studentId?, csrfToken}; null before that is known or where nobody is. */
export let session = null;

export const isAdmin = () => !!session?.roles.includes('ADMIN');
export const isStudent = () => !!session?.roles.includes('STUDENT');
export const isInstructor = () => !!session?.roles.includes('INSTRUCTOR');
export const isStaff = () => isAdmin() || !!session?.roles.includes('STAFF');

let signInAgain = null;

/** @param ask shows sign-in in place and settles when somebody has signed in again */
export function onExpired(ask) {
  signInAgain = ask;
}

/** Asks who is signed in. Null means: nobody. */
export async function loadSession(signal) {
  const response = await send('GET', '/api/session', {signal});
  if (response.status === 401) return session = null;
  if (!response.ok) throw await problemOf(response);
  const body = await response.json();
  return session = {...body, roles: body.roles ?? []};
}

export async function signIn(username, password) {
  const response = await send('POST', '/api/session', {json: {username, password}, csrf: session?.csrfToken});
  if (!response.ok) throw await problemOf(response);
  return loadSession();
}

export async function signOut() {
  const response = await send('DELETE', '/api/session', {csrf: session?.csrfToken});
  if (!response.ok && response.status !== 401) throw await problemOf(response);
  session = null;
}

/** @returns the body, parsed; null where there is none */
export const get = async (path, signal) => (await call('GET', path, {signal})).body;

/** The same, and nothing says who asks. */
export const getByNobody = async (path, signal) => (await call('GET', path, {signal, nobody: true})).body;

/** @returns {body, etag} for an edit with If-Match later */
export const getTagged = (path, signal) => call('GET', path, {signal});

/** Every item of a list, page after page. */
export async function getAll(path, signal) {
  const items = [];
  let cursor = null;
  do {
    const url = new URL(path, location.origin);
    url.searchParams.set('limit', LIST_ITEMS_MAX);
    if (cursor) url.searchParams.set('cursor', cursor);
    const page = await get(url.pathname + url.search, signal);
    items.push(...page.items);
    cursor = page.next ?? null;
  } while (cursor);
  return items;
}

/** Requests that getAll takes for so many items. */
export const requestsFor = items => Math.max(1, Math.ceil(items.length / LIST_ITEMS_MAX));

/** A table as a file. */
export const getCsv = (path, signal) => blob(() => send('GET', path, {signal, accept: 'text/csv'}));

/** A file as it is. */
export const getFile = (path, signal) => blob(() => send('GET', path, {signal, accept: 'application/octet-stream'}));

/**
 * A file, telling how much of it is sent: fetch does not.
 * @param options {file, type, key, signal, progress(share)}
 */
export async function upload(path, options) {
  const response = await withSession(() => sendCounted(path, options));
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

const sendCounted = (path, {file, type, key, signal, progress}) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open('POST', path);
  const headers = {'Accept': 'application/json', 'Accept-Language': language(), 'Content-Type': type, 'Idempotency-Key': key, 'X-CSRF-Token': session.csrfToken};
  Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
  request.upload.onprogress = event => { if (event.lengthComputable) progress(event.loaded / event.total); };
  request.onload = () => resolve(new Response(request.response, {
    status: request.status,
    headers: ['Content-Type', 'Retry-After'].filter(name => request.getResponseHeader(name)).map(name => [name, request.getResponseHeader(name)]),
  }));
  request.onerror = () => reject(new Problem(0));
  request.onabort = () => reject(new DOMException('', 'AbortError'));
  signal.addEventListener('abort', () => request.abort(), {once: true});
  request.send(file);
});

/** A table of what asking for it makes. */
export const postCsv = (path, {key, signal}) => blob(() => send('POST', path, {key, signal, accept: 'text/csv', csrf: session?.csrfToken}));

async function blob(attempt) {
  const response = await withSession(attempt);
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}

/** @param options {json?, file?, type?, key?, ifMatch?, signal?, anonymous?, nobody?}; anonymous: a 401 is the answer; nobody: nothing says who asks */
export const post = async (path, options = {}) => (await call('POST', path, options)).body;
export const put = async (path, options = {}) => (await call('PUT', path, options)).body;
export const patch = async (path, options = {}) =>
  (await call('PATCH', path, {...options, type: 'application/merge-patch+json'})).body;
export const remove = async (path, options = {}) => (await call('DELETE', path, options)).body;

async function call(method, path, options) {
  const attempt = () => send(method, path, {...options, csrf: method === 'GET' || options.nobody ? null : session?.csrfToken});
  const response = await (options.anonymous || options.nobody ? attempt() : withSession(attempt));
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return {body: text ? JSON.parse(text) : null, etag: response.headers.get('ETag')?.replace(/^W\//, '') ?? null};
}

/**
 * A call that finds the session gone asks the reader to sign in, in place, and is sent once more; one that finds its
 * token out of date, since another window signed in anew, fetches the new one first.
 */
async function withSession(attempt) {
  const response = await attempt();
  if (response.status === 401 && signInAgain) await signInAgain();
  else if (await isOldToken(response)) await loadSession();
  else return response;
  return attempt();
}

async function isOldToken(response) {
  if (response.status !== 403) return false;
  const body = await response.clone().json().catch(() => ({}));
  return body.code === 'CSRF_TOKEN_NOT_VALID';
}

async function send(method, path, {json, file, type, key, ifMatch, signal, csrf, accept, nobody}) {
  const headers = {'Accept': accept ?? 'application/json', 'Accept-Language': language()};
  if (json !== undefined) headers['Content-Type'] = type ?? 'application/json';
  if (file !== undefined) headers['Content-Type'] = type ?? 'text/csv';
  if (key) headers['Idempotency-Key'] = key;
  if (ifMatch) headers['If-Match'] = ifMatch;
  if (csrf) headers['X-CSRF-Token'] = csrf;
  try {
    return await fetch(path, {
      method, headers, signal, credentials: nobody ? 'omit' : 'same-origin',
      body: json !== undefined ? JSON.stringify(json) : file,
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0);
  }
}

async function problemOf(response) {
  const retryAfter = Number(response.headers.get('Retry-After')) || null;
  let body = {};
  if ((response.headers.get('Content-Type') ?? '').includes('json')) {
    body = await response.json().catch(() => ({}));
  }
  return new Problem(response.status, body ?? {}, retryAfter);
}
