/** What the members of a team contributed: a student rates the own team once the competition is over, staff read what it comes to. */
import {html, nothing, repeat, t, num, head, compareText, Loaded, show, empty} from '../ui.js';
import {get, getAll, put, isStaff} from '../api.js';
import {Form} from '../form.js';
import {stateOf, at, pathOf} from '../contests.js';
import {nameOf} from '../cohorts.js';

const RATINGS = [1, 2, 3, 4, 5];

/** Of others, so that a member has a figure. */
const RATERS_LEAST = 2;

export function peers(page, id) {
  return isStaff() ? new Sheets(page, id) : new OwnRatings(page, id);
}

// ---- a student ------------------------------------------------------------------------------------------------------

class OwnRatings {
  #page; #id; #api; #data; #form = null;

  constructor(page, id) {
    this.#page = page;
    this.#id = id;
    this.#api = `/api${pathOf(id)}`;
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('peers.title'); }

  async #load(signal) {
    const [contest, record] = await Promise.all([get(this.#api, signal), get('/api/me', signal)]);
    if (stateOf(contest) !== 'OVER') return {contest, own: null};
    const teams = (await get(`${this.#api}/teams`, signal)).items;
    if (!teams.length) return {contest, own: null, alone: true};
    const [own, ...cohorts] = await Promise.all([get(`${this.#api}/peer-ratings/me`, signal),
      ...(record.enrollments ?? []).filter(e => contest.cohortIds.includes(e.cohortId)).map(e => get(`/api/cohorts/${encodeURIComponent(e.cohortId)}/teams`, signal))]);
    // By which staff wrote the members of a team of the cohort down; else there is their place.
    const names = new Map(cohorts.flatMap(page => page.items).flatMap(team => team.members).filter(m => m.name).map(m => [m.studentId, m.name]));
    const members = own.ratings.map((r, i) => ({...r, name: r.studentId === record.studentId ? t('peers.self') : names.get(r.studentId) ?? t('peers.member-n', {n: i + 1})}));
    this.#form ??= this.#formOf(members);
    return {contest, own, members};
  }

  #formOf(members) {
    const options = RATINGS.map(n => ({value: String(n), label: t(`peers.rating-${n}`)}));
    return new Form(this.#page, {
      fields: () => members.map((m, i) => ({name: `member${i}`, label: m.name, type: 'select', required: true, options})),
      values: Object.fromEntries(members.map((m, i) => [`member${i}`, m.rating === null ? '' : String(m.rating)])),
      verb: () => t('peers.send'),
      submit: values => put(`${this.#api}/peer-ratings/me`, {json: {ratings: members.map((m, i) => ({studentId: m.studentId, rating: Number(values[`member${i}`])}))}}),
      done: async () => {
        await this.#data.again();
        document.getElementById('sent')?.focus();
      },
    });
  }

  view() {
    const it = this.#data.value;
    return html`${head(t('peers.title'), it && html`<a href=${pathOf(this.#id)}>${it.contest.title}</a>`)}
      ${show(this.#data, all => html`<section class="panel prose" id="rate" tabindex="-1">${this.#body(all)}</section>`)}`;
  }

  #body({contest, own, members, alone}) {
    if (alone) return empty(t('peers.no-team'));
    if (!own) return empty(t('peers.not-over'));
    if (members.length <= RATERS_LEAST) return empty(t('peers.too-few'));
    const has = members.every(m => m.rating !== null);
    return html`<p>${t('peers.rule')}</p><p class="muted">${t('peers.private')}</p>
      ${has ? html`<div class="note ok" role="status" id="sent" tabindex="-1"><p>${t(own.open ? 'peers.sent' : 'peers.sent-over')}</p></div>` : nothing}
      ${own.open ? html`<p>${t('peers.until', {time: at(own.until, contest)})}</p>${this.#form.view()}`
        : html`<p>${t('peers.over', {time: at(own.until, contest)})}</p>
          ${has ? html`<dl class="facts">${members.map(m => html`<dt>${m.name}</dt><dd>${t(`peers.rating-${m.rating}`)}</dd>`)}</dl>` : nothing}`}`;
  }
}

// ---- staff ----------------------------------------------------------------------------------------------------------

class Sheets {
  #id; #api; #data;

  constructor(page, id) {
    this.#id = id;
    this.#api = `/api${pathOf(id)}`;
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('peers.title'); }

  async #load(signal) {
    const contest = await get(this.#api, signal);
    if (stateOf(contest) !== 'OVER' && contest.status !== 'ARCHIVED') return {contest, sheets: null};
    const [sheets, ...cohorts] = await Promise.all([getAll(`${this.#api}/peer-ratings`, signal),
      ...contest.cohortIds.map(cohortId => getAll(`/api/cohorts/${encodeURIComponent(cohortId)}/enrollments`, signal))]);
    return {contest, sheets, names: new Map(cohorts.flat().map(e => [e.studentId, nameOf(e)]))};
  }

  view() {
    const it = this.#data.value;
    return html`${head(t('peers.title'), it && html`<a href=${`${pathOf(this.#id)}/desk`}>${it.contest.title}</a>`)}
      ${show(this.#data, all => this.#body(all))}`;
  }

  #body({sheets, names}) {
    if (!sheets) return html`<section class="panel prose">${empty(t('peers.not-over'))}</section>`;
    if (!sheets.length) return html`<section class="panel prose">${empty(t('peers.none'))}</section>`;
    return html`<section class="panel prose"><p>${t('peers.calculation')}</p><p class="muted">${t('peers.calculation-note')}</p></section>
      ${repeat([...sheets].sort((a, b) => compareText(a.team, b.team)), sheet => sheet.teamId, sheet => this.#sheet(sheet, names))}`;
  }

  #sheet(sheet, names) {
    const lines = sheet.lines.map(line => ({...line, name: names.get(line.studentId) ?? line.studentId})).sort((a, b) => compareText(a.name, b.name));
    const cell = (label, value, digits = 2) => html`<td class="num" data-l=${label}>${value === null ? '–' : num(value, digits)}</td>`;
    return html`<section class="panel contribution"><header><h2>${sheet.team}</h2><span class="muted">${t('peers.raters', {n: sheet.raters, of: sheet.members})}</span></header>
      ${sheet.state === 'OPEN' ? html`<p class="muted">${t('peers.open')}</p>`
        : html`${sheet.clique ? html`<div class="note warn"><p>${t('peers.clique')}</p></div>` : nothing}${sheet.conflict ? html`<div class="note warn"><p>${t('peers.conflict')}</p></div>` : nothing}
      <div class="tw"><table class="cards mid"><caption class="sr">${sheet.team}</caption>
        <thead><tr><th scope="col">${t('peers.member')}</th><th scope="col" class="num">${t('peers.mean')}</th><th scope="col" class="num">${t('peers.factor')}</th>
          <th scope="col" class="num">${t('peers.mean-self')}</th><th scope="col" class="num">${t('peers.factor-self')}</th><th scope="col">${t('peers.flag')}</th></tr></thead>
        <tbody>${lines.map(line => html`<tr><th scope="row">${line.name}</th>${cell(t('peers.mean'), line.mean)}${cell(t('peers.factor'), line.factor)}
          ${cell(t('peers.mean-self'), line.meanWithSelf)}${cell(t('peers.factor-self'), line.factorWithSelf)}
          <td data-l=${t('peers.flag')}>${line.overConfident ? html`<span class="tag w">${t('peers.over-confident')}</span>` : '–'}</td></tr>`)}
          <tr><th scope="row">${t('peers.team-mean')}</th>${cell(t('peers.mean'), sheet.teamMean)}${cell(t('peers.factor'), null)}${cell(t('peers.mean-self'), sheet.teamMeanWithSelf)}${cell(t('peers.factor-self'), null)}<td data-l=${t('peers.flag')}>–</td></tr></tbody></table></div>`}</section>`;
  }
}
