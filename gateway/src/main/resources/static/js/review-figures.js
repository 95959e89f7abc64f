/** Figures of reviews as several pages draw them. */
import {fullDay, addDays} from './ui.js';
import {strip} from './strip.js';

export const [LOWEST, HIGHEST] = [1, 10];

/** Weeks are rated on a scale of their own. */
export const BEST_OF_WEEK = 5;

/** Days. */
export const WEEK = 7;

/** Where anybody reads what students say of a programme, once an admin lets it be seen. */
export const pathOfPublic = programme => `/p/${encodeURIComponent(programme)}`;

export const publicAddress = programme => `${location.origin}${pathOfPublic(programme)}`;

/** Where the mean may lie, on its scale, which ends at 10 where nothing else is said: noise is not to look like a ranking. */
export const interval = ({mean, interval: {low, high}}, lowest = LOWEST, highest = HIGHEST) => strip({low, high, mark: mean, from: lowest, to: highest});

/** The first day of an ISO week (2024-W31), a plain date; the first week is that of 4 January. */
export function mondayOf(week) {
  const [year, number] = week.split('-W').map(Number);
  const fourth = new Date(Date.UTC(year, 0, 4));
  return addDays(fourth.toISOString().slice(0, 10), WEEK * (number - 1) - (fourth.getUTCDay() + 6) % WEEK);
}

export const weekFrom = monday => `${fullDay(monday)} – ${fullDay(addDays(monday, WEEK - 1))}`;

/** An ISO week by its days. */
export const weekText = week => weekFrom(mondayOf(week));
