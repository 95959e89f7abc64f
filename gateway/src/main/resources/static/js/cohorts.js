/** What pages know of a cohort: the rows of /api/dashboards, read tolerantly, and what its students are called. */
import {t, daysBetween} from './ui.js';
import {leftBetween} from './survival.js';

/** "Lately" is the last two weeks. */
export const LATELY_DAYS = 14;

/**
 * A row of the list, or a whole dashboard, with what pages derive from it.
 * @param known the curve of a row of the list, which has none itself; null: not known yet, and neither is what follows from it
 */
export function cohortRow(d, known = null) {
  const horizon = daysBetween(d.startDate, d.endDate);
  const day = daysBetween(d.startDate, d.asOf);
  const end = Math.max(0, Math.min(day, horizon));
  const curve = d.retention?.curve ?? known;
  const last = d.survival ?? curve.at(-1);
  const {counts} = d;
  return {
    ...d, horizon, day, end, curve,
    enrolled: counts.enrolled,
    here: counts.active + counts.onLeave + counts.completed + counts.notCompleted,
    survival: last.survival, lower: last.lower, upper: last.upper,
    lately: curve && leftBetween(curve, day - LATELY_DAYS, day),
    latelyBefore: curve && leftBetween(curve, day - 2 * LATELY_DAYS, day - LATELY_DAYS),
  };
}

/** What x-survival draws of a row. */
export const seriesOf = row => ({
  id: row.cohortId, name: row.name, start: row.startDate, horizon: row.horizon, end: row.end,
  curve: row.curve, riskTable: row.retention?.riskTable ?? [], censorings: row.retention?.censorings ?? [],
});

/** What a student is called: by name, else by what is known. */
export const nameOf = e => e.erased ? t('student.erased-name') : e.name || e.externalId || e.email || t('student.unnamed');
