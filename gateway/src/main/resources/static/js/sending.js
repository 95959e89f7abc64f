/**
 * Reviews on their way: sent at once, or kept in this browser and sent at a later moment that is drawn, so that the moment
 * tells nothing of who was there. By nobody, whoever is signed in.
 */
import {getByNobody, post, Problem} from './api.js';
import {isPublic, keep, publicKeys, randomShare, tickets} from './tickets.js';

const HOUR = 3_600_000;
const [SOONEST, LATEST, BEFORE_END] = [HOUR, 24 * HOUR, HOUR];
const [AGAIN_SOONEST, AGAIN_LATEST] = [60_000, 600_000];

/** When the next of them is to be sent, in milliseconds: what every page looks at, see app.js. */
const NEXT = 'reviews-wait';

export const ASPECTS = ['depth', 'delivery', 'preparation', 'respect'];

/** The public list of a cohort's keys; none of a cohort that is not there. */
export async function keysOf(cohortId, signal) {
  try {
    return (await getByNobody(`/api/reviews/keys?cohortId=${encodeURIComponent(cohortId)}`, signal)).items;
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return [];
    throw problem;
  }
}

export const spent = ({target, message, signature}) => ({target, ticket: {message, signature}});

/** What was left open is not sent; of a week there is the rating alone. */
export function sendReview(ticket, values) {
  const number = name => values[name] ? Number(values[name]) : null;
  const text = name => values[name].trim() || null;
  const rest = ticket.target.kind === 'PULSE' ? {} : {
    recommend: number('recommend'),
    aspects: Object.fromEntries(ASPECTS.map(name => [name, number(name)])),
    pros: text('pros'), cons: text('cons'), conduct: text('conduct'),
  };
  return post('/api/reviews', {nobody: true, json: {...spent(ticket), rating: number('rating'), ...rest}});
}

const between = (from, until) => from + randomShare() * (until - from);

/** Whether there is time enough before the window closes. */
export const canWait = ({until}) => Date.parse(until) - BEFORE_END > Date.now() + 2 * SOONEST;

/** Keeps what is to be sent, for a moment from an hour to a day from now, and an hour before the window closes at the latest. */
export async function sendLater(ticket, values) {
  const now = Date.now();
  const at = between(now + SOONEST, Math.min(now + LATEST, Date.parse(ticket.until) - BEFORE_END));
  await keepTicket({...ticket, waiting: {values, at, failed: null}});
}

export async function keepTicket(ticket) {
  await keep(ticket);
  await tellNext();
}

async function tellNext() {
  const moments = (await tickets()).filter(each => each.waiting && !each.waiting.failed).map(each => each.waiting.at);
  if (moments.length) localStorage.setItem(NEXT, String(Math.min(...moments)));
  else localStorage.removeItem(NEXT);
}

/** Sends those whose moment has come. */
export async function sendWaiting() {
  for (const ticket of await tickets()) {
    if (ticket.waiting && !ticket.waiting.failed && ticket.waiting.at <= Date.now()) await keep(await sentNow(ticket));
  }
  await tellNext();
  dispatchEvent(new Event('reviewsent'));
}

/** The ticket after it: what fails for now is tried again, what is refused is not. */
async function sentNow(ticket) {
  const {waiting} = ticket;
  try {
    if (!await isPublic(ticket, await publicKeys([ticket.target.cohortId], keysOf))) return {...ticket, waiting: {...waiting, failed: 'KEY'}};
    await sendReview(ticket, waiting.values);
    return {...ticket, sent: waiting.values, waiting: null};
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const refused = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
    return {...ticket, waiting: {...waiting, at: Date.now() + between(AGAIN_SOONEST, AGAIN_LATEST), failed: refused ? problem.detail ?? problem.title ?? problem.code : null}};
  }
}
