/** The competitions of a cohort on its dashboard: who takes part while there is time to act, and who never did. */
import {html, nothing, repeat, t, num, compareText, day, bars, barsPicture, savePicture, fileButtons, addDays, wallClock, save, saveCsv} from '../ui.js';
import {getCsv} from '../api.js';
import {stateOf, contestTag, pathOf} from '../contests.js';

/** Of the days, and of those who have not submitted; the tables and files have them all. */
const DAYS_SHOWN = 14;
const NEVER_SHOWN = 10;

export class ContestPanel {
  #page; #path; #called;

  /** @param called what students are called, as soon as that is known */
  constructor(page, path, called) {
    this.#page = page;
    this.#path = path;
    this.#called = called;
  }

  /** Each with how many take part; of those that run, or else of the last one, day by day and who never did. */
  view(row) {
    const all = (row.competitions ?? []).filter(c => c.status !== 'ARCHIVED').toReversed();
    const running = all.filter(c => stateOf(c) === 'RUNNING');
    const looked = running.length ? running : all.filter(c => stateOf(c) === 'OVER').slice(0, 1);
    return html`<section class="panel" id="contests"><header><h2>${t('nav.competitions')}</h2>
        <button class="btn sm" @click=${() => this.#saveSubmissions(row)}>CSV<span class="sr"> ${t('contests.who-when')}</span></button></header>
      <div class="tw" tabindex="0" role="region" aria-label=${t('contests.table')}><table class="names"><caption class="sr">${t('contests.table')}</caption><thead><tr><th scope="col">${t('contests.one')}</th>
        ${['took-part', 'teams', 'today', 'since'].map(key => html`<th scope="col" class="num">${t(`contests.${key}`)}</th>`)}</tr></thead>
      <tbody>${repeat(all, c => c.competitionId, c => html`<tr><th scope="row"><a href=${pathOf(c.competitionId)}>${c.title}</a> ${contestTag(c)}</th>
        <td class="num">${t('contests.of', {n: num(c.tookPart), of: num(c.n)})}</td><td class="num">${num(c.teams)}</td><td class="num">${num(c.submittedToday)}</td>
        <td class="num">${c.daysSinceLast === null ? '–' : num(c.daysSinceLast)}</td></tr>`)}</tbody></table></div>
      ${repeat(looked, c => c.competitionId, c => this.#byDay(row, c))}</section>`;
  }

  #byDay(row, c) {
    const days = contestDays(row, c);
    if (!days.length) return nothing;
    return html`<section class="stack2"><header class="row"><h3>${t('contests.by-day', {title: c.title})}</h3>${fileButtons(t('contests.by-day', {title: c.title}), kind => this.#saveDays(row, c, days, kind))}</header>
      ${bars(dayBars(days).slice(-DAYS_SHOWN))}
      <details class="more small"><summary>${t('chart.table')}</summary><table><caption>${t('contests.by-day', {title: c.title})}</caption>
        <thead><tr><th scope="col">${t('contests.day')}</th><th scope="col" class="num">${t('contests.submissions')}</th><th scope="col" class="num">${t('contests.senders')}</th><th scope="col" class="num">${t('contests.teams')}</th></tr></thead>
        <tbody>${days.map(d => html`<tr><th scope="row">${day(d.date)}</th><td class="num">${num(d.submissions)}</td><td class="num">${num(d.students)}</td><td class="num">${num(d.teams)}</td></tr>`)}</tbody></table></details>
      ${this.#never(c)}</section>`;
  }

  #never({neverSubmitted: never}) {
    if (!never) return nothing;
    if (!never.length) return html`<p>${t('contests.all')}</p>`;
    const {name, link} = this.#called();
    const rows = never.map(studentId => ({studentId})).toSorted((x, y) => compareText(name(x), name(y)));
    const list = part => html`<ul class="row">${repeat(part, r => r.studentId, r => html`<li>${link(r)}</li>`)}</ul>`;
    return html`<h4>${t('contests.never', {n: never.length})}</h4>${list(rows.slice(0, NEVER_SHOWN))}
      ${rows.length > NEVER_SHOWN ? html`<details class="more small"><summary>${t('contests.more', {n: rows.length - NEVER_SHOWN})}</summary>${list(rows.slice(NEVER_SHOWN))}</details>` : nothing}`;
  }

  async #saveSubmissions(row) {
    save(await getCsv(`${this.#path}?section=submissions`, this.#page.signal), `submissions-${row.cohortId}-${row.asOf}.csv`);
  }

  #saveDays(row, c, days, kind) {
    const name = `submissions-${c.competitionId}-${row.asOf}.${kind}`;
    if (kind === 'csv') saveCsv([['cohortId', 'asOf', 'competitionId', 'date', 'submissions', 'students', 'teams'], ...days.map(d => [row.cohortId, row.asOf, c.competitionId, d.date, d.submissions, d.students, d.teams])], name);
    else savePicture(barsPicture(dayBars(days), {title: `${row.name} · ${t('contests.by-day', {title: c.title})}`, subtitle: t('contests.part', {n: c.tookPart, of: c.n})}), name);
  }
}

/** All days of a competition up to today or its end, those without a submission too: they are what is to be seen. */
function contestDays(row, c) {
  const sent = new Map(c.days.map(d => [d.date, d]));
  const ends = [row.asOf, c.endsAt.slice(0, 10), ...(c.closedAt ? [wallClock(c.closedAt, c.timeZone).date] : [])].sort()[0];
  const last = [ends, c.days.at(-1)?.date ?? ''].sort()[1];
  const days = [];
  for (let date = c.startsAt.slice(0, 10); date <= last; date = addDays(date, 1)) days.push(sent.get(date) ?? {date, submissions: 0, students: 0, teams: 0});
  return days;
}

const dayBars = days => days.map(d => ({label: day(d.date), value: d.submissions}));
