/** Who teaches, for pages of reviews: the service of reviews knows instructors by their ids alone. */
import {getAll, isStaff} from './api.js';
import {weekText} from './review-figures.js';

/**
 * @param cohortIds whose sessions tell students who taught them; staff see all who teach
 * @returns names by id
 */
export async function instructorNames(cohortIds, signal) {
  if (isStaff()) return new Map((await getAll('/api/instructors', signal)).map(each => [each.instructorId, each.name]));
  const sessions = await Promise.all([...new Set(cohortIds)].map(id => getAll(`/api/cohorts/${encodeURIComponent(id)}/sessions`, signal)));
  return new Map(sessions.flat().filter(each => each.instructor).map(each => [each.instructorId, each.instructor]));
}

/** What a review is about, in words; null for an instructor whose name is not known. */
export function titleOf({target, title}, names = new Map()) {
  if (target.kind === 'PULSE') return weekText(target.id);
  return target.kind === 'INSTRUCTOR' ? names.get(target.id) ?? (title === target.id ? null : title) : title;
}
