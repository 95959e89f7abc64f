/** The attendance sheet of a cohort: its students and the training days of one screen. */
import {html, nothing, t, day, fullDay, compareText, today, addDays, head, Loaded, Reloading, show, staleNote, empty, say, saveCsv} from '../ui.js';
import {get, getTagged, getAll, put, post, remove, session, Problem} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {Sheet, WEEKDAYS} from '../sheet.js';
import {statusText} from '../marks.js';
import {nameOf} from '../cohorts.js';
import {RequestQueue} from './requests.js';

/** Of one screen. */
const DAYS = 7;
/** What the interface gives at once. */
const SPAN_DAYS_MAX = 31;
const RELOAD_MS = 2_000;
/** How often a day is read again because somebody else keeps writing it. */
const TRIES_MAX = 5;

/** By user and cohort: what was marked and not saved waits for who marked it to come back to the page. */
const sheets = new Map();

addEventListener('beforeunload', event => {
  if ([...sheets.values()].some(sheet => sheet.unsaved)) event.preventDefault();
});

function sheetOf(cohortId, page) {
  const mine = `${session.username} `;
  [...sheets.keys()].filter(key => !key.startsWith(mine)).forEach(key => sheets.delete(key));
  const key = mine + cohortId;
  const sheet = sheets.get(key) ?? new Sheet();
  sheets.set(key, sheet);
  page.onLeave(() => { if (!sheet.unsaved) sheets.delete(key); });
  return sheet;
}

export function attendance(page, cohortId) {
  return new AttendancePage(page, cohortId);
}

class AttendancePage {
  #page; #id; #path; #until; #cohort = null; #names = null; #data; #sheet; #queue; #dialogs; #busy = false; #exporting = false; #problem = null;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#until = page.query.get('until');
    this.#dialogs = new Dialogs(page);
    this.#sheet = sheetOf(cohortId, page);
    this.#data = new Loaded(page, signal => this.#load(signal));
    this.#queue = new RequestQueue(page, cohortId, id => this.#names?.get(id) ?? id, this.#data.again);
    const reloading = new Reloading(page, () => Promise.all([this.#data.again(), this.#queue.again()]), () => RELOAD_MS);
    page.openLive(`/api/dashboards/${encodeURIComponent(cohortId)}/stream`, dashboard => reloading.news(dashboard));
  }

  title() { return t('attendance.title'); }

  cohort() { return this.#cohort ?? {cohortId: this.#id, name: this.#id}; }

  // ---- loading ----------------------------------------------------------------------------------------------

  /** The days asked for last, however many answers were on their way. */
  async #load(signal) {
    this.#cohort ??= await get(this.#path, signal);
    this.#sheet.timeZone = this.#cohort.timeZone;
    let asked;
    let days;
    do {
      asked = this.#until;
      const span = this.#span();
      days = span ? (await get(`${this.#path}/attendance?from=${span.from}&until=${span.until}`, signal)).days.slice(-DAYS) : [];
    } while (asked !== this.#until);
    if (days.some(each => each.entries.some(entry => !this.#names?.has(entry.studentId)))) {
      this.#names = new Map((await getAll(`${this.#path}/enrollments`, signal)).map(e => [e.studentId, nameOf(e)]));
    }
    this.#sheet.show(days, this.#names ?? new Map(), compareText);
    return days;
  }

  get #lastDay() {
    const now = today(this.#cohort.timeZone);
    return now < this.#cohort.endDate ? now : this.#cohort.endDate;
  }

  #isTrainingDay(date) {
    const {startDate, trainingWeekdays = [], holidays = []} = this.#cohort;
    return date >= startDate && date <= this.#lastDay && trainingWeekdays.includes(WEEKDAYS[new Date(date).getUTCDay()]) && !holidays.includes(date);
  }

  /** From the first to the last of the days of the screen; null: the cohort has had none. */
  #span() {
    const {startDate} = this.#cohort;
    if (this.#lastDay < startDate) return null;
    const wanted = this.#until ?? this.#lastDay;
    const until = wanted < startDate ? startDate : wanted > this.#lastDay ? this.#lastDay : wanted;
    let from = until;
    for (let n = 0, date = until; n < DAYS && date >= startDate && date > addDays(until, -SPAN_DAYS_MAX); date = addDays(date, -1)) {
      if (this.#isTrainingDay(date)) {
        from = date;
        n++;
      }
    }
    return {from, until};
  }

  #goTo(until) {
    this.#until = until;
    this.#page.setQuery({until: until ?? ''});
    this.#data.again().then(() => {
      const {days} = this.#sheet;
      if (days.length) say(t('attendance.shown-said', {from: fullDay(days[0].date), until: fullDay(days.at(-1).date)}));
    });
  }

  /** The day with which as many training days come after those on the screen. */
  #later() {
    let date = this.#sheet.days.at(-1).date;
    for (let n = 0; n < DAYS && date < this.#lastDay;) {
      date = addDays(date, 1);
      if (this.#isTrainingDay(date)) n++;
    }
    return date === this.#lastDay ? null : date;
  }

  /**
   * Every day so far as a file, with what a roster calls each student: who is who the attendance itself does not know.
   * What is not saved is not in it.
   */
  async #export() {
    if (this.#exporting) return;
    this.#exporting = true;
    this.#problem = null;
    this.#page.paint();
    try {
      const signal = this.#page.signal;
      const people = new Map((await getAll(`${this.#path}/enrollments`, signal)).map(e => [e.studentId, e]));
      const rows = [];
      for (let from = this.#cohort.startDate; from <= this.#lastDay; from = addDays(from, SPAN_DAYS_MAX)) {
        const end = addDays(from, SPAN_DAYS_MAX - 1);
        const {days} = await get(`${this.#path}/attendance?from=${from}&until=${end < this.#lastDay ? end : this.#lastDay}`, signal);
        days.forEach(({date, entries}) => entries.forEach(({studentId, status}) => {
          const e = people.get(studentId);
          rows.push([date, e?.externalId ?? e?.email ?? studentId, e?.name ?? '', status]);
        }));
      }
      saveCsv([['date', 'student', 'name', 'status'], ...rows], `${this.#id}-attendance.csv`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problemText(problem);
    }
    this.#exporting = false;
    this.#page.paint();
  }

  // ---- drawing ----------------------------------------------------------------------------------------------

  /** Whether the days are fresh or not, the grid is the same one and keeps its focus. */
  view() {
    const {unsaved: n} = this.#sheet;
    return html`${head(t('attendance.title'), this.#data.value && this.#summary(), html`
        ${this.#cohort && this.#lastDay >= this.#cohort.startDate ? html`<button class="btn" aria-disabled=${this.#exporting ? 'true' : nothing} @click=${() => this.#export()}>${t('attendance.export')}</button>` : nothing}
        <a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/import?kind=attendance`}>${t('attendance.import')}</a>
        <a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/attendance/code`}>${t('code.title')}</a>
        <a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/attendance/policy`}>${t('policy.title')}</a>
        <button class="btn pri" aria-disabled=${!n || this.#busy ? 'true' : nothing} @click=${() => this.#save()}>${t('attendance.save', {n})}</button>`)}
      ${this.#problem ? html`<p class="err" role="alert">${this.#problem}</p>` : nothing}
      ${this.#data.state === 'stale' ? staleNote(this.#data.at, this.#data.again) : nothing}
      ${this.#data.value ? html`${this.#body()}${this.#queue.view()}` : show(this.#data, () => nothing)}${this.#dialogs.view()}`;
  }

  #summary() {
    const now = today(this.#cohort.timeZone);
    const one = this.#sheet.dayOf(now);
    if (!one) return now > this.#lastDay ? t('cohort.ended-on', {date: fullDay(this.#cohort.endDate)}) : t('attendance.not-today');
    const n = this.#sheet.marked(now);
    return one.closed ? t('attendance.today-closed', {n}) : t('attendance.today', {n, left: this.#sheet.blanks(now).length});
  }

  #body() {
    const {days, rows} = this.#sheet;
    if (!days.length) {
      return html`<section class="panel prose">${empty(this.#cohort.startDate > this.#lastDay ? t('attendance.to-come', {date: fullDay(this.#cohort.startDate)}) : t('attendance.no-days'),
        html`<a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/edit`}>${t('cohort.edit')}</a>`)}</section>${this.#until ? this.#turning() : nothing}`;
    }
    const conflicts = this.#sheet.conflicts().length;
    return html`${this.#turning()}
      ${conflicts ? html`<div class="note warn ph"><p><b>${t('attendance.conflicts', {n: conflicts})}</b></p><button class="btn sm" @click=${() => this.#settle()}>${t('attendance.choose')}</button></div>` : nothing}
      ${rows.length ? html`${this.#dayPanel()}<x-sheet class="stack" .options=${{sheet: this.#sheet, changed: this.#page.paint}}></x-sheet>`
        : html`<section class="panel prose">${empty(t('attendance.nobody'), html`<a class="btn pri" href=${`/c/${encodeURIComponent(this.#id)}/import`}>${t('nav.import')}</a>`)}</section>`}`;
  }

  #turning() {
    const {days} = this.#sheet;
    const [first, last] = [days[0]?.date, days.at(-1)?.date];
    const button = (key, on, to) => html`<button type="button" class="btn" aria-disabled=${on ? nothing : 'true'} @click=${() => on && this.#goTo(to())}>${t(key)}</button>`;
    return html`<form class="row even" @submit=${e => e.preventDefault()}>
      ${button('attendance.earlier', first > this.#cohort.startDate, () => addDays(first, -1))}
      ${button('attendance.later', last < this.#lastDay, () => this.#later())}
      <div class="field"><label for="until">${t('attendance.until')}</label><input id="until" type="date" min=${this.#cohort.startDate} max=${this.#lastDay}
        .value=${this.#until ?? this.#lastDay} @change=${e => { if (e.target.value) this.#goTo(e.target.value); }}></div>
      ${button('attendance.to-today', this.#until, () => null)}</form>`;
  }

  /** What can be done with the day in which the reader is. */
  #dayPanel() {
    const {date} = this.#sheet.current;
    const one = this.#sheet.dayOf(date);
    const blanks = this.#sheet.blanks(date);
    return html`<section class="panel"><header><h2>${fullDay(date)}</h2><span>${one.closed ? html`<span class="tag o">${t('attendance.is-closed')}</span> ` : nothing}
        ${t('attendance.counts', {n: this.#sheet.marked(date), left: blanks.length})}</span></header>
      <div class="row">${one.closed ? nothing : html`<button class="btn" aria-disabled=${blanks.length ? nothing : 'true'} @click=${() => this.#fill(blanks)}>${blanks.length ? t('attendance.fill', {n: blanks.length}) : t('attendance.no-blanks')}</button>`}
        <button class="btn" @click=${() => one.closed ? this.#reopen(date) : this.#close(date)}>${t(one.closed ? 'attendance.reopen' : 'attendance.close')}</button></div></section>`;
  }

  #fill(blanks) {
    if (!blanks.length) return;
    this.#sheet.mark(blanks.map(cell => ({...cell, marks: ['PRESENT']})));
    this.#sheet.revision++;
    say(t('attendance.filled-said', {n: blanks.length}));
    this.#page.paint();
  }

  // ---- saving -----------------------------------------------------------------------------------------------

  /** Each changed day by itself; a day that somebody else changed too is read again, and what both changed is asked. */
  async #save() {
    if (this.#busy || !this.#sheet.unsaved) return;
    if (this.#sheet.conflicts().length) return this.#settle();
    const n = this.#sheet.unsaved;
    this.#busy = true;
    this.#problem = null;
    this.#page.paint();
    let settled = true;
    try {
      for (const date of this.#sheet.changedDates()) settled = await this.#saveDay(date) && settled;
      if (settled) say(t('attendance.saved-said', {n}));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = this.#explained(problem);
    } finally {
      this.#busy = false;
      this.#page.paint();
    }
    if (!settled) this.#settle();
  }

  /** @returns whether nothing is left to be asked */
  async #saveDay(date) {
    for (let i = 1; ; i++) {
      const changes = this.#sheet.changesOf(date);
      if (!changes.length) return true;
      try {
        await put(`${this.#path}/attendance/${date}`, {
          json: {entries: changes.map(({studentId, marks}) => ({studentId, marks}))},
          ifMatch: this.#sheet.dayOf(date).etag,
        });
        this.#sheet.saved(changes);
        await this.#read(date);
        return true;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        problem.day = date;
        problem.changes = changes;
        if (problem.status !== 412 || i === TRIES_MAX) throw problem;
        await this.#read(date);
        if (this.#sheet.conflicts().some(each => each.date === date)) return false;
      }
    }
  }

  async #read(date) {
    const {body, etag} = await getTagged(`${this.#path}/attendance/${date}`, this.#page.signal);
    this.#sheet.learn({...body, etag});
  }

  /** With the day, and where single students are meant, with their names. */
  #explained(problem) {
    const where = problem.day ? `${fullDay(problem.day)}: ` : '';
    const whom = problem.errors.map(({field, reason}) => {
      const at = /^entries\[(\d+)]/.exec(field ?? '')?.[1];
      return at === undefined ? `${field}: ${reason}` : `${this.#sheet.nameOf(problem.changes[at].studentId)}: ${reason}`;
    });
    return where + (whom.length ? whom.join(', ') : problemText(problem));
  }

  /** Both values of each cell that two changed; nothing is written over unseen. */
  #settle() {
    const conflicts = this.#sheet.conflicts();
    this.#dialogs.ask({
      title: () => t('attendance.conflict-title'),
      intro: () => t('attendance.conflict-intro'),
      fields: () => conflicts.map((each, i) => ({
        name: `cell${i}`, label: `${this.#sheet.nameOf(each.studentId)}, ${fullDay(each.date)}`, type: 'select', required: true,
        options: [{value: 'mine', label: t('attendance.mine', {status: statusText(each.mine)})}, {value: 'theirs', label: t('attendance.theirs', {status: statusText(each.theirs)})}],
      })),
      verb: () => t('attendance.choose-and-save'),
      submit: async values => conflicts.forEach((each, i) => {
        if (values[`cell${i}`] === 'mine') this.#sheet.keepMine(each);
        else this.#sheet.takeTheirs(each);
      }),
      done: async () => {
        await this.#save();
        // What was pressed to come here may be gone.
        if (document.activeElement === document.body) document.querySelector('x-sheet td[tabindex="0"]')?.focus();
      },
    });
  }

  // ---- closing a day ----------------------------------------------------------------------------------------

  #close(date) {
    const what = () => t('attendance.close-title', {date: fullDay(date)});
    if (this.#sheet.changesOf(date).length) return this.#dialogs.tell(what, () => html`<p>${t('attendance.save-first')}</p>`);
    if (this.#sheet.blanks(date).length) return this.#tellBlanks(date);
    this.#dialogs.confirm({
      title: what,
      intro: () => t('attendance.close-intro', {date: fullDay(date)}),
      verb: () => t('attendance.close'),
      submit: (_, key) => this.#closeNow(date, key),
      said: isClosed => isClosed ? t('attendance.closed-said', {date: fullDay(date)}) : '',
      done: async isClosed => {
        await this.#data.again();
        if (!isClosed) this.#tellBlanks(date);
      },
    });
  }

  /** @returns false where somebody has no mark, which the page did not know */
  async #closeNow(date, key) {
    try {
      await post(`${this.#path}/attendance/${date}/closing`, {key});
      return true;
    } catch (problem) {
      if (problem.code === 'UNMARKED_LEFT') return false;
      if (problem.code === 'STILL_IN') throw this.#stillIn(date);
      throw problem;
    }
  }

  /** With how many, not with the ids that the problem has. */
  #stillIn(date) {
    const n = (this.#sheet.dayOf(date)?.entries ?? []).filter(entry => ['NOT_STAMPED_OUT', 'HALF_DAY_MISSED'].includes(entry.clause) && !entry.marks.includes('ABSENT')).length;
    return new Problem(409, {detail: t('attendance.still-in', {n})});
  }

  #tellBlanks(date) {
    const names = this.#sheet.blanks(date).map(({studentId}) => this.#sheet.nameOf(studentId)).sort(compareText);
    this.#dialogs.tell(() => t('attendance.close-title', {date: fullDay(date)}),
      () => html`<p>${t('attendance.unmarked-left', {n: names.length})}</p><ul class="stack2">${names.map(name => html`<li>${name}</li>`)}</ul>`);
  }

  #reopen(date) {
    this.#dialogs.confirm({
      title: () => t('attendance.reopen-title', {date: fullDay(date)}),
      intro: () => t('attendance.reopen-intro'),
      verb: () => t('attendance.reopen'),
      submit: () => remove(`${this.#path}/attendance/${date}/closing`),
      said: () => t('attendance.reopened-said', {date: fullDay(date)}),
      done: () => this.#data.again(),
    });
  }
}
