/**
 * Attendance as staff mark it: what the server has of some days, what is not saved yet, and the grid in which both are
 * seen. A key draws one row, not the page.
 */
import {html, render, nothing, t, day, fullDay, time, say, language, word} from './ui.js';
import {MARKS, KEYS, isPartial, inOrder, sameMarks, readMarks, statusText, shortText, clauseText, stampsText} from './marks.js';

/** Ambiguous by itself: where O is present and X is absent, and where they are the keys of outing and excused. */
const ROUND_OR_CROSS = /^[ox]$/i;

const keyOf = (date, studentId) => `${date} ${studentId}`;

/** Days of one cohort with what somebody changed in them. It outlives the page on which that was done. */
export class Sheet {
  #known = new Map(); #changes = new Map(); #done = []; #names = new Map(); #shown = null;
  /** As the interface gives them, ascending; those on the screen. */
  days = [];
  /** {studentId, name}, by name: whoever is in the course on one of the days. */
  rows = [];
  /** {date, studentId} of the cell with the focus; null where there is no cell. */
  current = null;
  /** On whose clock stamps are told. */
  timeZone = null;
  /** Rises whenever the grid as a whole is another: what changes a cell does not. */
  revision = 0;

  /** @param names what each student is called, and in which order */
  show(days, names, compare) {
    days.forEach(each => this.#learn(each));
    this.days = days;
    const shown = days.map(each => [each.date, each.etag, ...each.entries.map(entry => entry.studentId)].join(' ')).join('\n');
    if (shown === this.#shown && names === this.#names) return;
    this.#shown = shown;
    this.#names = names;
    const inCourse = new Set(days.flatMap(each => each.entries.map(entry => entry.studentId)));
    this.rows = Array.from(inCourse, studentId => ({studentId, name: this.nameOf(studentId)})).sort((a, b) => compare(a.name, b.name) || compare(a.studentId, b.studentId));
    const kept = this.current && inCourse.has(this.current.studentId) ? this.current.studentId : this.rows[0]?.studentId;
    const date = days.some(each => each.date === this.current?.date) ? this.current.date : days.at(-1)?.date;
    this.current = kept && date ? {date, studentId: kept} : null;
    this.revision++;
  }

  /** One day was read again. */
  learn(one) {
    this.#learn(one);
    this.days = this.days.map(each => each.date === one.date ? this.#known.get(one.date) : each);
    this.#shown = null;
    this.revision++;
  }

  #learn(one) {
    one.byStudent = new Map(one.entries.map(entry => [entry.studentId, entry]));
    this.#known.set(one.date, one);
    for (const [key, change] of this.#changes) {
      if (change.date === one.date && sameMarks(change.marks, this.#saved(change))) this.#changes.delete(key);
    }
  }

  nameOf(studentId) { return this.#names.get(studentId) ?? studentId; }

  dayOf(date) { return this.#known.get(date); }

  /** What the server has; undefined where the student is not in the course that day. */
  entryOf({date, studentId}) { return this.#known.get(date)?.byStudent.get(studentId); }

  #saved(cell) { return this.entryOf(cell)?.marks ?? []; }

  marksOf(cell) { return this.#changes.get(keyOf(cell.date, cell.studentId))?.marks ?? this.#saved(cell); }

  isUnsaved(cell) { return this.#changes.has(keyOf(cell.date, cell.studentId)); }

  isConflict(cell) {
    const change = this.#changes.get(keyOf(cell.date, cell.studentId));
    return change !== undefined && !sameMarks(change.base, this.#saved(cell));
  }

  /** Why a cell can't be changed; null where it can. */
  refusal(cell) {
    if (this.dayOf(cell.date)?.closed) return t('attendance.closed-say', {date: day(cell.date)});
    return this.entryOf(cell) ? null : t('attendance.not-in-course-say', {name: this.nameOf(cell.studentId), date: day(cell.date)});
  }

  /** @param cells [{date, studentId, marks}], undone together */
  mark(cells) {
    this.#done.push(cells.map(cell => ({date: cell.date, studentId: cell.studentId, marks: this.marksOf(cell)})));
    cells.forEach(cell => this.#set(cell));
  }

  #set({date, studentId, marks}) {
    const key = keyOf(date, studentId);
    const saved = this.#saved({date, studentId});
    if (sameMarks(marks, saved)) this.#changes.delete(key);
    else this.#changes.set(key, {date, studentId, marks, base: this.#changes.get(key)?.base ?? saved});
  }

  /** @returns the cells that are as before; null: there is nothing to undo, or their day is closed by now */
  undo() {
    const cells = this.#done.at(-1);
    if (!cells || cells.some(cell => this.refusal(cell))) return null;
    this.#done.pop();
    cells.forEach(cell => this.#set(cell));
    return cells;
  }

  /** Who has no mark that day, not even one that is to be saved. */
  blanks(date) {
    return (this.dayOf(date)?.entries ?? []).map(({studentId}) => ({date, studentId})).filter(cell => !this.marksOf(cell).length);
  }

  marked(date) { return (this.dayOf(date)?.entries.length ?? 0) - this.blanks(date).length; }

  get unsaved() { return this.#changes.size; }

  changesOf(date) { return [...this.#changes.values()].filter(change => change.date === date); }

  changedDates() { return [...new Set([...this.#changes.values()].map(change => change.date))].sort(); }

  /** Changed here, and by somebody else too: [{date, studentId, mine, theirs}]. */
  conflicts() {
    return [...this.#changes.values()].filter(change => this.isConflict(change))
      .map(({date, studentId, marks}) => ({date, studentId, mine: marks, theirs: this.#saved({date, studentId})}));
  }

  keepMine({date, studentId}) {
    const change = this.#changes.get(keyOf(date, studentId));
    change.base = this.#saved(change);
  }

  takeTheirs({date, studentId}) {
    this.#changes.delete(keyOf(date, studentId));
    this.revision++;
  }

  /** These were saved; one that was changed once more since is still to be. */
  saved(changes) {
    changes.forEach(({date, studentId, marks}) => {
      const key = keyOf(date, studentId);
      const now = this.#changes.get(key);
      const entry = this.entryOf({date, studentId});
      if (entry) entry.marks = marks;
      if (now && sameMarks(now.marks, marks)) this.#changes.delete(key);
      else if (now) now.base = marks;
    });
    this.revision++;
  }

  /**
   * What a part of a spreadsheet would mark, from the current cell on downwards and to the right; an empty cell of it
   * leaves what is there. All of it or nothing.
   * @returns {cells} or {problem}
   */
  read(text) {
    const lines = text.replace(/(\r?\n)+$/, '').split(/\r?\n/).map(line => line.split('\t').map(cell => cell.trim()));
    const written = lines.flat().filter(Boolean);
    if (!written.length) return {problem: t('attendance.paste-empty')};
    if (written.every(cell => ROUND_OR_CROSS.test(cell))) return {problem: t('attendance.paste-round')};
    const top = this.rows.findIndex(row => row.studentId === this.current.studentId);
    const left = this.days.findIndex(each => each.date === this.current.date);
    const cells = [];
    for (const [i, line] of lines.entries()) {
      for (const [j, value] of line.entries()) {
        if (!value) continue;
        const marks = readMarks(value);
        if (!marks) return {problem: t('attendance.paste-unknown', {n: i + 1, value})};
        const [row, column] = [this.rows[top + i], this.days[left + j]];
        if (!row || !column) return {problem: t('attendance.paste-long', {n: i + 1})};
        const cell = {date: column.date, studentId: row.studentId, marks};
        const refusal = this.refusal(cell);
        if (refusal) return {problem: t('attendance.paste-refused', {n: i + 1, why: refusal})};
        cells.push(cell);
      }
    }
    return {cells};
  }
}

const PAGE_ROWS = 10;
const MOVES = {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [PAGE_ROWS, 0], PageUp: [-PAGE_ROWS, 0],
  Home: [0, -Infinity], End: [0, Infinity]};
const ENDS = {Home: [-Infinity, -Infinity], End: [Infinity, Infinity]};
const DIGIT = /^(?:Digit|Numpad)([1-6])$/;

const markOf = code => DIGIT.test(code) ? MARKS[DIGIT.exec(code)[1] - 1] : MARKS.find(mark => code === `Key${KEYS[mark]}`);

/**
 * The grid of a Sheet (APG: one stop for Tab, arrows inside). `options`: {sheet, changed()}; changed() is called when
 * the reader has marked something or gone to another day.
 */
class SheetGrid extends HTMLElement {
  #o; #drawn = null; #rows = []; #problem = null;

  set options(options) {
    this.#o = options;
    const drawn = `${options.sheet.revision} ${language()}`;
    if (this.isConnected && this.#drawn !== drawn) this.#draw();
  }

  /** On a narrow screen the days that matter most are the last. */
  connectedCallback() {
    if (!this.#o) return;
    this.#draw();
    const scrolled = this.querySelector('.sheet');
    if (this.#o.sheet.current?.date === this.#o.sheet.days.at(-1)?.date) scrolled.scrollLeft = scrolled.scrollWidth;
  }

  // ---- drawing

  #draw() {
    const {sheet} = this.#o;
    this.#drawn = `${sheet.revision} ${language()}`;
    const had = this.contains(document.activeElement) && document.activeElement.matches('td');
    render(html`<p class="small muted" id="sheet-help">${t('attendance.help')}</p>
      <div class="row" role="group" aria-label=${t('attendance.mark-cell')}>${MARKS.map((mark, i) => html`<button class="btn sm" @click=${() => this.#mark(mark, false)}>
          ${word('mark', mark)} <kbd aria-hidden="true">${KEYS[mark]} ${i + 1}</kbd></button>`)}
        <button class="btn sm" @click=${() => this.#clear()}>${t('attendance.clear')}</button>
        <button class="btn sm" @click=${() => this.#undo()}>${t('attendance.undo')}</button></div>
      <div class="note bad" hidden></div>
      <div class="sheet"><table role="grid" aria-label=${t('attendance.title')} aria-describedby="sheet-help" aria-rowcount=${sheet.rows.length + 1} aria-colcount=${sheet.days.length + 1}
        @keydown=${this.#onKey} @click=${this.#onClick} @paste=${this.#onPaste}>
        <thead><tr aria-rowindex="1"><th scope="col" aria-colindex="1">${t('col.name')}</th>
          ${sheet.days.map((each, c) => html`<th scope="col" aria-colindex=${c + 2}><span aria-hidden="true">${heading(each.date)}</span><span class="sr">${fullDay(each.date)}${each.closed ? `, ${t('attendance.is-closed')}` : ''}</span>
            ${each.closed ? html`<span class="tag" aria-hidden="true">${t('attendance.is-closed')}</span>` : nothing}</th>`)}</tr></thead><tbody></tbody></table></div>
      <p class="small" id="cell-info"></p>`, this);
    const body = this.querySelector('tbody');
    while (this.#rows.length > sheet.rows.length) this.#rows.pop().remove();
    while (this.#rows.length < sheet.rows.length) this.#rows.push(body.appendChild(document.createElement('tr')));
    sheet.rows.forEach((_, i) => this.#drawRow(i));
    this.#tell();
    this.#showProblem();
    if (had) this.#focus();
  }

  #drawRow(i) {
    const {sheet} = this.#o;
    const row = sheet.rows[i];
    const tr = this.#rows[i];
    tr.setAttribute('aria-rowindex', i + 2);
    render(html`<th scope="row" aria-colindex="1">${row.name}</th>${sheet.days.map((each, c) => this.#cell({date: each.date, studentId: row.studentId}, c))}`, tr);
  }

  #cell(cell, c) {
    const {sheet} = this.#o;
    const entry = sheet.entryOf(cell);
    const marks = sheet.marksOf(cell);
    const current = isSame(cell, sheet.current);
    const unsaved = sheet.isUnsaved(cell);
    const conflict = unsaved && sheet.isConflict(cell);
    const label = !entry ? t('attendance.not-in-course') : [statusText(marks), unsaved && t('attendance.not-saved'), conflict && t('attendance.changed-by-other')].filter(Boolean).join(', ');
    const looks = [current && 'cur', unsaved && 'unsaved', conflict && 'conflict', !entry && 'off', !unsaved && entry?.provisional && 'provisional'].filter(Boolean).join(' ');
    return html`<td role="gridcell" aria-colindex=${c + 2} tabindex=${current ? 0 : -1} class=${looks} data-date=${cell.date} data-marks=${marks.join(' ')} aria-label=${label}
      aria-readonly=${sheet.refusal(cell) ? 'true' : nothing} aria-describedby=${current ? 'cell-info' : nothing}>${shortText(marks)}</td>`;
  }

  /** What there is to say of the current cell, which is its description too. */
  #tell() {
    const {sheet} = this.#o;
    const info = this.querySelector('#cell-info');
    if (!sheet.current) return;
    const entry = sheet.entryOf(sheet.current);
    const unsaved = sheet.isUnsaved(sheet.current);
    const known = entry && entry.marks.length > 0;
    const parts = [`${sheet.nameOf(sheet.current.studentId)}, ${fullDay(sheet.current.date)}: ${entry ? statusText(sheet.marksOf(sheet.current)) : t('attendance.not-in-course')}`,
      unsaved && t('attendance.not-saved'), unsaved && known && t('attendance.saved-as', {status: statusText(entry.marks)}),
      !unsaved && entry?.provisional && t('attendance.provisional'), !unsaved && known && entry.clause && clauseText(entry.clause, entry.marks), stampsText(entry?.stamps, sheet.timeZone),
      !unsaved && known && entry.by && t('attendance.set-by', {name: entry.by, time: time(entry.at)}),
      known && t('attendance.under-policy', {n: sheet.dayOf(sheet.current.date).policyVersion})];
    info.textContent = parts.filter(Boolean).join(' · ');
  }

  // ---- where the focus is

  #at() {
    const {rows, days, current} = this.#o.sheet;
    return [rows.findIndex(row => row.studentId === current.studentId), days.findIndex(each => each.date === current.date)];
  }

  #goTo(row, column, focus = true) {
    const {sheet} = this.#o;
    const [before, beforeColumn] = this.#at();
    const r = Math.max(0, Math.min(row, sheet.rows.length - 1));
    const c = Math.max(0, Math.min(column, sheet.days.length - 1));
    sheet.current = {date: sheet.days[c].date, studentId: sheet.rows[r].studentId};
    if (before !== r) this.#drawRow(before);
    this.#drawRow(r);
    this.#tell();
    if (focus) this.#focus();
    if (beforeColumn !== c) this.#o.changed();
  }

  #focus() { this.querySelector('td[tabindex="0"]')?.focus(); }

  #onClick = event => {
    const td = event.target.closest('td');
    if (!td) return;
    this.#goTo(this.#rows.indexOf(td.parentElement), td.cellIndex - 1);
  };

  #onKey = event => {
    const {sheet} = this.#o;
    const {code, key, shiftKey} = event;
    if (!sheet.current || event.altKey) return;
    const held = event.ctrlKey || event.metaKey;
    const move = (held ? ENDS : MOVES)[key];
    if (move) {
      const [row, column] = this.#at();
      this.#goTo(row + move[0], column + move[1]);
    } else if (held && code === 'KeyZ' && !shiftKey) this.#undo();
    else if (!held && (key === 'Delete' || key === 'Backspace')) this.#clear();
    else if (!held && markOf(code)) this.#mark(markOf(code), shiftKey);
    else return;
    event.preventDefault();
  };

  // ---- what is done

  /** @param add beside what is there, where that goes together; the cell is left only by a mark that is alone */
  #mark(mark, add) {
    const {sheet} = this.#o;
    if (!sheet.current) return;
    const present = sheet.marksOf(sheet.current);
    const adds = add && isPartial(mark) && present.every(isPartial);
    if (!this.#set(adds ? inOrder([...present, mark]) : [mark]) || adds) return;
    const [row, column] = this.#at();
    const inGrid = document.activeElement?.closest('table[role=grid]');
    this.#goTo(row + 1, column, !!inGrid);
  }

  #clear() {
    if (this.#o.sheet.current) this.#set([]);
  }

  #set(marks) {
    const {sheet} = this.#o;
    const cell = sheet.current;
    const refusal = sheet.refusal(cell);
    if (refusal) {
      this.#complain(refusal);
      return false;
    }
    sheet.mark([{...cell, marks}]);
    this.#changed([cell]);
    say(`${sheet.nameOf(cell.studentId)}, ${statusText(marks)}`);
    return true;
  }

  #undo() {
    const {sheet} = this.#o;
    const cells = sheet.undo();
    if (!cells) {
      say(t('attendance.nothing-to-undo'));
      return;
    }
    const [first] = cells;
    this.#changed(cells);
    if (sheet.days.some(each => each.date === first.date) && sheet.rows.some(row => row.studentId === first.studentId)) {
      const [before] = this.#at();
      const inGrid = document.activeElement?.closest('table[role=grid]');
      sheet.current = {date: first.date, studentId: first.studentId};
      this.#drawRow(before);
      this.#goTo(...this.#at(), !!inGrid);
    }
    say(cells.length > 1 ? t('attendance.undone-many', {n: cells.length})
      : t('attendance.undone', {name: sheet.nameOf(first.studentId), status: statusText(first.marks)}));
  }

  #onPaste = event => {
    const {sheet} = this.#o;
    if (!sheet.current) return;
    event.preventDefault();
    const {cells, problem} = sheet.read(event.clipboardData.getData('text/plain'));
    if (problem) {
      this.#complain(problem);
      return;
    }
    sheet.mark(cells);
    this.#changed(cells);
    say(t('attendance.pasted', {n: cells.length, what: tally(cells)}));
  };

  #changed(cells) {
    const {sheet} = this.#o;
    this.#problem = null;
    this.#showProblem();
    const touched = new Set(cells.map(cell => cell.studentId));
    sheet.rows.forEach((row, i) => { if (touched.has(row.studentId)) this.#drawRow(i); });
    this.#tell();
    this.#o.changed();
  }

  /** Says why nothing was done; it stays until something is. */
  #complain(problem) {
    this.#problem = problem;
    this.#showProblem();
    say(problem);
  }

  #showProblem() {
    const note = this.querySelector('.note.bad');
    note.hidden = !this.#problem;
    note.textContent = this.#problem ?? '';
  }
}

const isSame = (cell, other) => cell.date === other?.date && cell.studentId === other.studentId;

/** 'Present 60, Late 2'. */
function tally(cells) {
  const counts = new Map();
  cells.forEach(({marks}) => counts.set(statusText(marks), (counts.get(statusText(marks)) ?? 0) + 1));
  return Array.from(counts, ([status, n]) => `${status} ${n}`).join(', ');
}

/** 'Mon' over '23': the month is in the text that is read. */
const heading = date => html`${t(`weekday.${WEEKDAYS[new Date(date).getUTCDay()]}`)}<br>${Number(date.slice(5, 7))}/${Number(date.slice(8))}`;

export const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

customElements.define('x-sheet', SheetGrid);
