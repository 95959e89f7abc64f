/** The marks of a student on a training day: their order, how they are read from a spreadsheet, how they are told. */
import {t, word, inZone} from './ui.js';

/** In the order in which they are written, which is that of the keys 1 to 6. */
export const MARKS = ['PRESENT', 'LATE', 'EARLY_LEAVE', 'OUTING', 'ABSENT', 'EXCUSED'];

/** The key of each, by where it is on the keyboard: an input method for Korean does not change that. */
export const KEYS = {PRESENT: 'P', LATE: 'L', EARLY_LEAVE: 'E', OUTING: 'O', ABSENT: 'A', EXCUSED: 'X'};

/** What stands in spreadsheets, in both languages. */
const WRITTEN = {
  PRESENT: ['p', '1', 'present', '출석', '출'],
  LATE: ['l', '2', 'late', '지각', '지'],
  EARLY_LEAVE: ['e', '3', 'early_leave', 'early leave', 'left early', '조퇴', '조'],
  OUTING: ['o', '4', 'outing', '외출', '외'],
  ABSENT: ['a', '5', 'absent', '결석', '결'],
  EXCUSED: ['x', '6', 'excused', '공가', '공결', '공'],
};

const BY_WRITING = new Map(Object.entries(WRITTEN).flatMap(([mark, ways]) => ways.map(way => [way, mark])));

const PARTIAL = ['LATE', 'EARLY_LEAVE', 'OUTING'];

/** Whether it may stand beside others of its kind. */
export const isPartial = mark => PARTIAL.includes(mark);

export const inOrder = marks => MARKS.filter(mark => marks.includes(mark));

export const sameMarks = (a, b) => a.length === b.length && a.every(mark => b.includes(mark));

/** @returns marks in their order; null: this is none, or they do not go together */
export function readMarks(text) {
  const parts = text.normalize('NFC').toLocaleLowerCase('en').split(/[+,/]/).map(part => BY_WRITING.get(part.trim()));
  if (parts.includes(undefined)) return null;
  return parts.length === 1 || parts.every(isPartial) ? inOrder(parts) : null;
}

/** 'Late, left early'; nothing is told as what it is. */
export const statusText = marks => marks.length ? marks.map(mark => word('mark', mark)).join(', ') : t('mark.UNMARKED');

/** As it stands in a narrow cell. */
export const shortText = marks => marks.map(mark => word('mark-short', mark)).join('');

/** Which clause of the policy made the day what it is, in words; while the student can still stamp out, it has not yet. */
export const clauseText = (clause, marks) => {
  if (marks.includes('ABSENT')) return word('clause', clause);
  if (clause === 'NOT_STAMPED_OUT') return t('clause.not-out-yet');
  return clause === 'HALF_DAY_MISSED' ? t('clause.not-back-yet') : word('clause', clause);
};

const KINDS = ['IN', 'OUTING', 'BACK', 'OUT'];

/** 'in 08:57, out 18:02' on the clock of the zone; empty where nothing was stamped. */
export const stampsText = (stamps, timeZone) => KINDS.filter(kind => stamps?.[kind.toLowerCase()])
  .map(kind => `${word('stamp', kind)} ${inZone(stamps[kind.toLowerCase()], timeZone)}`).join(', ');
