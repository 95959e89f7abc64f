/** What the pages about competitions share: where one stands, and how its times, scores and files are written. */
import {html, num, word, day, wallClock, inZone} from './ui.js';

/** Of the path, below /api too. */
export const pathOf = id => `/competitions/${encodeURIComponent(id)}`;

/** DRAFT, COMING, RUNNING, OVER or ARCHIVED; by the clock it is over before the service has closed it. */
export function stateOf(c) {
  if (c.status === 'DRAFT' || c.status === 'ARCHIVED') return c.status;
  if (c.status === 'CLOSED' || Date.parse(c.endsAt) <= Date.now()) return 'OVER';
  return Date.parse(c.startsAt) > Date.now() ? 'COMING' : 'RUNNING';
}

const TAGS = {DRAFT: 'w', RUNNING: 'o'};

export const contestTag = c => html`<span class=${`tag ${TAGS[stateOf(c)] ?? ''}`}>${word('contest-state', stateOf(c))}</span>`;

/** An instant on the clock of the competition: 'Tue, 2 Jan 14:00 (Asia/Seoul)'. */
export const at = (instant, {timeZone}) => `${day(wallClock(instant, timeZone).date)} ${inZone(instant, timeZone)}`;

/** To as many digits as it is compared. */
export const score = (value, c) => num(value, c.digits);

export const bytes = n => n < 1_000 ? `${num(n)} B` : n < 100_000 ? `${num(n / 1_000, 1)} kB` : `${num(n / 1_000_000, 1)} MB`;

export const isBetter = (a, b, c) => c.direction === 'LOWER' ? a < b : a > b;
