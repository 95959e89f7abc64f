/**
 * Tickets for reviews (RFC 9474, RSABSSA-SHA384-PSS-Randomized): blinded and finished here, so that the server signs
 * what it cannot know again, and kept in this browser and nowhere else.
 */

const HASH = 'SHA-384';
const HASH_BYTES = 48;
const SALT_BYTES = 48;
const RANDOM_BYTES = 32;

// ---- numbers and bytes ----------------------------------------------------------------------------------------

const random = length => crypto.getRandomValues(new Uint8Array(length));

const joined = (...parts) => Uint8Array.from(parts.flatMap(part => [...part]));

const bytesOf = base64url => Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));

const base64url = bytes => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const numberOf = bytes => BigInt(`0x${Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('') || '0'}`);

function bytesOfNumber(number, length) {
  const hex = number.toString(16).padStart(2 * length, '0');
  return Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
}

const bitsOf = number => number.toString(2).length;

function power(base, exponent, n) {
  let result = 1n;
  for (let [square, rest] = [base % n, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = result * square % n;
    square = square * square % n;
  }
  return result;
}

/** Null: there is none. */
function inverse(number, n) {
  let [a, b, x, y] = [number % n, n, 1n, 0n];
  while (b > 0n) {
    const quotient = a / b;
    [a, b, x, y] = [b, a % b, y, x - quotient * y];
  }
  return a === 1n ? (x % n + n) % n : null;
}

const digest = async bytes => new Uint8Array(await crypto.subtle.digest(HASH, bytes));

/** From 0 to 1. */
export const randomShare = () => Number(numberOf(random(6))) / 2 ** 48;

// ---- RFC 9474 -------------------------------------------------------------------------------------------------

/** EMSA-PSS-ENCODE of RFC 8017, 9.1.1, with MGF1. */
async function encoded(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hash = await digest(joined(new Uint8Array(8), await digest(message), salt));
  const block = joined(new Uint8Array(length - salt.length - HASH_BYTES - 2), [1], salt);
  const mask = [];
  for (let counter = 0; mask.length < block.length; counter++) {
    mask.push(...await digest(joined(hash, bytesOfNumber(BigInt(counter), 4))));
  }
  const masked = block.map((byte, i) => byte ^ mask[i]);
  masked[0] &= 0xff >> (8 * length - bits);
  return joined(masked, hash, [0xbc]);
}

/** A number from 1 to n - 1, each as likely as another. */
function randomBelow(n) {
  const length = Math.ceil(bitsOf(n) / 8);
  for (;;) {
    const number = numberOf(random(length));
    if (number > 0n && number < n && inverse(number, n)) return number;
  }
}

/**
 * A message that is blinded for a key.
 * @param jwk {n, e}
 * @param given {message, salt, blind} of a test vector; each is drawn where it is left out
 * @returns {message, blinded, unblind} in base64url: what the ticket is about, what is to be signed, what finish() needs
 */
export async function blind(jwk, given = {}) {
  const [n, e] = [numberOf(bytesOf(jwk.n)), numberOf(bytesOf(jwk.e))];
  const message = given.message ?? random(2 * RANDOM_BYTES);
  const m = numberOf(await encoded(message, bitsOf(n) - 1, given.salt ?? random(SALT_BYTES)));
  const r = given.blind ?? randomBelow(n);
  const unblind = inverse(r, n);
  if (!inverse(m, n) || !unblind) throw new Error('not a key that can be blinded for');
  const length = Math.ceil(bitsOf(n) / 8);
  return {
    message: base64url(message),
    blinded: base64url(bytesOfNumber(m * power(r, e, n) % n, length)),
    unblind: base64url(bytesOfNumber(unblind, length)),
  };
}

/**
 * Takes the blinding off, and looks whether the key signed it.
 * @returns the ticket's signature, in base64url
 */
export async function finish(jwk, {message, unblind}, blindSignature) {
  const n = numberOf(bytesOf(jwk.n));
  const signature = bytesOfNumber(numberOf(bytesOf(blindSignature)) * numberOf(bytesOf(unblind)) % n, Math.ceil(bitsOf(n) / 8));
  const key = await crypto.subtle.importKey('jwk', {kty: 'RSA', n: jwk.n, e: jwk.e}, {name: 'RSA-PSS', hash: HASH}, false, ['verify']);
  if (!await crypto.subtle.verify({name: 'RSA-PSS', saltLength: SALT_BYTES}, key, signature, bytesOf(message))) {
    throw new Error('the server did not sign with the key that it showed');
  }
  return base64url(signature);
}

// ---- one key for all ------------------------------------------------------------------------------------------

const targetOf = ({kind, id, cohortId}) => JSON.stringify([kind, id, cohortId]);

/** Of a key (RFC 7638), computed here: by what name the server calls it says nothing. */
export async function thumbprint({n, e}) {
  const members = new TextEncoder().encode(JSON.stringify({e, kty: 'RSA', n}));
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', members)));
}

/**
 * The keys that everybody sees.
 * @param list gives the public list of a cohort's keys; it has to be asked for by nobody, or it could be another for each
 * @returns thumbprints by target, for isPublic()
 */
export async function publicKeys(cohortIds, list) {
  const lists = await Promise.all([...new Set(cohortIds)].map(id => list(id)));
  return new Map(lists.flat().map(({target, kid}) => [targetOf(target), kid]));
}

/** Whether the key of something due, or of a ticket, is the one that everybody sees. */
export const isPublic = async ({target, publicKey}, known) => known.get(targetOf(target)) === await thumbprint(publicKey);

// ---- where they are kept --------------------------------------------------------------------------------------

const STORE = 'tickets';

/** Signatures are computed, and tickets kept, only where the browser lets a page do so: by https or on loopback. */
export const canHaveTickets = () => !!crypto.subtle && !!globalThis.indexedDB;

const settled = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function inStore(mode, work) {
  const opening = indexedDB.open('bootcamp-reviews', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, {keyPath: 'key'});
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/**
 * All of this browser, whoever took them: {key, owner, target, title, until, publicKey, message, blinded, unblind,
 * signature, sent, waiting}; no signature while the server has not answered; sent is what was written, or null; waiting
 * is what is to be sent later, or nothing: {values, at: milliseconds, failed: what a problem said, or null}.
 */
export const tickets = () => inStore('readonly', store => store.getAll());

export const keep = ticket => inStore('readwrite', store => store.put(ticket));

const keyOf = (owner, {kind, id, cohortId}) => JSON.stringify([owner, kind, id, cohortId]);

/**
 * Takes the tickets of all that is due, in no order, whether or not they will be used: by when a ticket is taken nobody
 * tells who writes. What is blinded is kept before it is asked for, so an answer that is lost is given again.
 *
 * @param due of the service
 * @param owner who is signed in
 * @param known of publicKeys(); a key that is not among them is a key for one student, and no ticket is taken for it
 * @param ask sends {target, blinded}; gives {signature}, or null where the ticket was signed for another browser
 * @returns what is due, each with its ticket, null where another browser has it, whether its key
 *   differs from what all see, and the thumbprint of that
 */
export async function takeAll(due, owner, known, ask) {
  const kept = new Map((await tickets()).map(each => [each.key, each]));
  const order = due.map(each => ({each, at: random(4).join()})).sort((a, b) => a.at < b.at ? -1 : 1);
  const differ = new Set();
  for (const {each} of order) {
    const key = keyOf(owner, each.target);
    let ticket = kept.get(key);
    if (!await isPublic(each, known) || ticket && !await isPublic(ticket, known)) {
      differ.add(key);
      continue;
    }
    if (ticket?.signature) continue;
    if (!ticket) {
      if (each.taken) continue;
      const {target, title, until, publicKey} = each;
      ticket = {key, owner, target, title, until, publicKey, ...await blind(publicKey), signature: null, sent: null};
      await keep(ticket);
    }
    const answer = await ask({target: ticket.target, blinded: ticket.blinded});
    if (!answer) continue;
    ticket.signature = await finish(ticket.publicKey, ticket, answer.signature);
    await keep(ticket);
    kept.set(key, ticket);
  }
  return due.map(each => {
    const key = keyOf(owner, each.target);
    const ticket = kept.get(key);
    return {...each, ticket: ticket?.signature ? ticket : null, differs: differ.has(key), kid: known.get(targetOf(each.target))};
  });
}
