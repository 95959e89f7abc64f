/** What a student has not read yet: asked for now and then, while somebody looks, and by who opens a page. */
import {get, isStudent, put, Problem} from './api.js';

const LOOK_EVERY_MS = 60_000;
const PAUSE_MS = 15_000;
const PATH = '/api/me/notices';

let unread = 0;
let lookedAt = -PAUSE_MS;
let drawn = () => {};

export const unreadNotices = () => unread;

/** @param paint draws the count anew */
export function watchNotices(paint) {
  drawn = paint;
  setInterval(lookForNotices, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', lookForNotices);
}

/** At most once in a while, however many pages are opened. */
export async function lookForNotices() {
  if (document.hidden || !isStudent() || performance.now() - lookedAt < PAUSE_MS) return;
  lookedAt = performance.now();
  try {
    count((await get(PATH)).items);
  } catch (problem) {
    // The count stays as it was; what a page itself asks for says what is wrong.
    if (!(problem instanceof Problem)) throw problem;
  }
}

/** @returns the newest notices */
export async function loadNotices(signal) {
  const {items} = await get(`${PATH}?limit=200`, signal);
  count(items);
  return items;
}

export async function markRead(items) {
  if (!items.some(notice => !notice.read)) return;
  await put(`${PATH}/read`, {json: {until: items[0].at}});
  count([]);
}

function count(items) {
  const now = items.filter(notice => !notice.read).length;
  if (now === unread) return;
  unread = now;
  drawn();
}
