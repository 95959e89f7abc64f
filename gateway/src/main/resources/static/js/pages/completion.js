/** Who completes: staff move thresholds and see names and counts move, an admin adopts, and what became of them is noted later; students see their own. */
import {html, nothing, repeat, t, num, pct, fullDay, today, compareText, head, Loaded, show, say, empty} from '../ui.js';
import {get, getTagged, getAll, post, put, isAdmin, Problem} from '../api.js';
import {Dialogs} from '../form.js';
import {nameOf} from '../cohorts.js';

const PATIENCE_MS = 250;
/** Shares, and how much members of a team see done by one: 1 is the team's mean. */
const SLIDERS = ['ATTENDANCE_RATE', 'TEAM_ACTIVITY_SHARE', 'PEER_CONTRIBUTION_MEDIAN'];
const SHARES = SLIDERS.slice(0, 2);
const PER_CENT = 100;
/** What becomes of who completed. */
const LATER = ['EMPLOYED', 'STUDYING', 'SEARCHING', 'UNKNOWN'];

export function completion(page, cohortId) {
  return new CompletionPage(page, cohortId);
}

class CompletionPage {
  #page; #path; #id; #data; #dialogs;
  /** Hundredths by kind; 0: is not asked for. */
  #asked = {};
  #competitions = '';
  /** Groups and named competitions, which have no slider: they stay as they are. */
  #others = [];
  #tried = null; #problem = null; #newest = 0; #timer = null;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async signal => {
      const [cohort, {body, etag}, students] = await Promise.all([
        get(this.#path, signal), getTagged(`${this.#path}/completion-policy`, signal), getAll(`${this.#path}/enrollments`, signal)]);
      this.#read(body.requirements);
      this.#try(0);
      const [closed, certificates, later] = cohort.status === 'CLOSED'
        ? await Promise.all([get(`${this.#path}/verdicts`, signal), get(`${this.#path}/certificates`, signal), get(`${this.#path}/later-outcomes`, signal)]) : [null, null, null];
      return {cohort, policy: body, etag, closed, certificates, later, names: new Map(students.map(e => [e.studentId, nameOf(e)]))};
    });
  }

  title() { return t('completion.title'); }

  cohort() { return this.#data.value?.cohort ?? {cohortId: this.#id, name: this.#id}; }

  // ---- what is tried ------------------------------------------------------------------------------------------

  #read(requirements) {
    this.#asked = Object.fromEntries(SLIDERS.map(kind => [kind, 0]));
    this.#competitions = '';
    this.#others = [];
    for (const each of requirements) {
      // What is finer than a slider can say stays as it is.
      const isCoarse = Math.round(each.threshold * 1000) / 1000 === each.threshold;
      if (SLIDERS.includes(each.kind) && isCoarse && !this.#asked[each.kind]) this.#asked[each.kind] = Math.round(each.threshold * PER_CENT * 10) / 10;
      else if (each.kind === 'COMPETITION_SUBMISSION' && typeof each.competitions === 'string' && !this.#competitions) this.#competitions = each.competitions;
      else this.#others.push(each);
    }
  }

  #requirements() {
    return [
      ...SLIDERS.filter(kind => this.#asked[kind] > 0).map(kind => ({kind, threshold: Math.round(this.#asked[kind] * 10) / 1000})),
      ...(this.#competitions ? [{kind: 'COMPETITION_SUBMISSION', competitions: this.#competitions}] : []),
      ...this.#others,
    ];
  }

  /** Of answers that overtake each other only the newest counts. */
  #try(patience = PATIENCE_MS) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const asked = ++this.#newest;
      const requirements = this.#requirements();
      try {
        const tried = requirements.length ? await post(`${this.#path}/completion-preview`, {json: {requirements}, signal: this.#page.signal}) : null;
        if (asked !== this.#newest) return;
        this.#tried = tried && {...tried, asked: requirements};
        this.#problem = null;
      } catch (problem) {
        if (this.#page.signal.aborted || asked !== this.#newest) return;
        this.#tried = null;
        this.#problem = problem;
      }
      this.#page.paint();
      if (this.#tried && patience) say(t('completion.would-pass', {n: this.#tried.passing, of: this.#tried.students.length}));
    }, patience);
  }

  #adopt() {
    const {asked, flips, passing, students} = this.#tried;
    const {etag} = this.#data.value;
    this.#dialogs.confirm({
      title: () => t('completion.adopt'),
      intro: () => t('completion.adopt-intro', {n: passing, of: students.length, flips}),
      verb: () => t('completion.adopt'),
      submit: async () => {
        try {
          return await put(`${this.#path}/completion-policy`, {json: {requirements: asked}, ifMatch: etag});
        } catch (problem) {
          if (problem instanceof Problem && problem.status === 412) this.#data.again();
          throw problem;
        }
      },
      said: () => t('completion.adopted'),
      done: async () => {
        await this.#data.again();
        document.querySelector('main h1').focus();
      },
    });
  }

  /** Lets somebody complete whatever the policy says, or takes that back; either way with a reason. */
  #except(row, name, granted) {
    this.#dialogs.ask({
      title: () => t(granted ? 'completion.except' : 'completion.except-no-more'),
      intro: () => t(granted ? 'completion.except-intro' : 'completion.except-no-more-intro', {name}),
      fields: () => [{name: 'reason', label: t('completion.reason'), hint: t('completion.reason-hint'), type: 'textarea', required: true}],
      values: {reason: ''},
      verb: () => t(granted ? 'completion.except' : 'completion.except-no-more'),
      submit: ({reason}) => put(`/api/enrollments/${encodeURIComponent(row.enrollmentId)}/exception`, {json: {granted, reason}}),
      said: () => t('saved'),
      done: () => this.#try(0),
    });
  }

  /** What became of somebody so many months after completing. */
  #note(row, name, months, noted) {
    this.#dialogs.ask({
      title: () => t('completion.later-note', {name}),
      intro: () => t('completion.later-after', {n: months}),
      fields: () => [{name: 'outcome', label: t('completion.later-outcome'), hint: t('completion.later-hint'), type: 'select', required: true,
        options: LATER.map(value => ({value, label: t(`completion.later.${value}`)}))}],
      values: {outcome: noted?.outcome ?? ''},
      verb: () => t('save'),
      submit: ({outcome}) => put(`/api/enrollments/${encodeURIComponent(row.enrollmentId)}/later-outcome`, {json: {months, outcome}}),
      said: () => t('saved'),
      done: () => this.#data.again(),
    });
  }

  // ---- drawing ------------------------------------------------------------------------------------------------

  view() {
    return html`${head(t('completion.title'), this.#data.value?.cohort.name)}
      ${show(this.#data, value => html`${value.closed ? html`${closed(value)}${papers(value)}${this.#later(value)}` : nothing}<section class="panel prose"><h2>${t('completion.asks')}</h2>
        <p class="small muted">${value.policy.version ? t('completion.version', {n: value.policy.version}) : t('completion.default')}</p>
        <div class="stack">${SLIDERS.map(kind => this.#slider(kind))}${this.#select()}
        ${this.#others.length ? html`<p>${t('completion.others', {n: this.#others.length})}</p>` : nothing}</div></section>
        ${this.#preview(value)}`)}${this.#dialogs.view()}`;
  }

  #later({cohort, later: {figures, students}, names}) {
    if (!students.length) return nothing;
    const name = row => names.get(row.studentId) ?? row.studentId;
    const rows = students.toSorted((a, b) => compareText(name(a), name(b)));
    const isOver = ({from}) => from <= today(cohort.timeZone);
    const cell = (row, figure) => {
      const noted = row.outcomes.find(each => each.months === figure.months);
      return html`<td data-l=${t('completion.later-after', {n: figure.months})}>${noted ? t(`completion.later.${noted.outcome}`) : nothing}
        ${isOver(figure) ? html`<button class="btn sm" @click=${() => this.#note(row, name(row), figure.months, noted)} aria-label=${t('completion.later-note-of', {name: name(row), n: figure.months})}>${t(noted ? 'edit' : 'completion.later-add')}</button>`
          : html`<span class="muted">${t('completion.later-from', {day: fullDay(figure.from)})}</span>`}</td>`;
    };
    return html`<section class="panel stack"><h2 id="later">${t('completion.later-title')}</h2><p class="muted">${t('completion.later-sub')}</p>
      ${figures.map(figure => html`<div><h3>${t('completion.later-after', {n: figure.months})}</h3>
        <p>${t('completion.later-known', {n: figure.known, of: figure.completed, ...bounds(figure.responseRate)})}</p>
        ${figure.hidden ? html`<p class="muted">${t('completion.later-hidden')}</p>`
          : html`<ul class="stack2">${figure.shares.map(each => html`<li>${t('completion.later-share', {what: t(`completion.later.${each.outcome}`), count: num(each.count), ...bounds(each.share)})}</li>`)}</ul>`}</div>`)}
      <div class="tw"><table class="cards names"><caption class="sr">${t('completion.later-title')}</caption><thead><tr><th scope="col">${t('col.name')}</th>${figures.map(figure => html`<th scope="col">${t('completion.later-after', {n: figure.months})}</th>`)}</tr></thead>
        <tbody>${repeat(rows, row => row.enrollmentId, row => html`<tr><th scope="row">${name(row)}</th>${figures.map(figure => cell(row, figure))}</tr>`)}</tbody></table></div></section>`;
  }

  #slider(kind) {
    const value = this.#asked[kind];
    const text = value ? amount(kind, value / PER_CENT) : t('completion.not-asked');
    return html`<div><label for=${`f-${kind}`}>${t(`completion.kind.${kind}`)}: <b>${text}</b></label>
      <input id=${`f-${kind}`} type="range" min="0" max=${SHARES.includes(kind) ? PER_CENT : 2 * PER_CENT} step="1" .value=${String(value)} aria-valuetext=${text}
        @input=${event => { this.#asked[kind] = Number(event.target.value); this.#page.paint(); this.#try(); }}></div>`;
  }

  #select() {
    return html`<div><label for="f-competitions">${t('completion.kind.COMPETITION_SUBMISSION')}</label>
      <select id="f-competitions" .value=${this.#competitions} @change=${event => { this.#competitions = event.target.value; this.#page.paint(); this.#try(); }}>
        ${['', 'LAST', 'ALL'].map(each => html`<option value=${each} ?selected=${each === this.#competitions}>${t(`completion.competitions.${each || 'NONE'}`)}</option>`)}</select></div>`;
  }

  #preview({cohort, names}) {
    if (this.#problem) return html`<section class="panel"><p class="err" role="alert">${this.#problem.errors?.[0]?.reason ?? this.#problem.message}</p></section>`;
    if (!this.#requirements().length) return html`<section class="panel"><p>${t('completion.says-nothing')}</p></section>`;
    if (!this.#tried) return html`<section class="panel" aria-busy="true"><p class="muted">${t('loading')}</p></section>`;
    const {passing, students, flips} = this.#tried;
    const name = row => names.get(row.studentId) ?? row.studentId;
    const byName = rows => rows.sort((a, b) => compareText(name(a), name(b)));
    const changed = byName(students.filter(row => row.passes !== row.passesNow));
    const failing = byName(students.filter(row => !row.passes));
    const excepted = byName(students.filter(row => row.exception));
    const open = cohort.status === 'OPEN';
    return html`<section class="panel"><h2 id="outcome">${t('completion.would-pass', {n: passing, of: students.length})}</h2>
      <p>${flips ? t('completion.flips', {n: flips}) : t('completion.no-flips')}</p>
      ${changed.length ? html`<ul class="stack2">${repeat(changed, row => row.studentId, row => html`<li>${name(row)} <span class="tag">${row.passes ? t('completion.now-passes') : t('completion.now-fails')}</span></li>`)}</ul>` : nothing}
      ${failing.length ? html`<div class="tw"><table class="cards names"><caption>${t('completion.failing')}</caption><thead><tr><th scope="col">${t('col.name')}</th><th scope="col">${t('completion.why')}</th>${open ? html`<th scope="col">${t('completion.exception')}</th>` : nothing}</tr></thead>
        <tbody>${repeat(failing, row => row.studentId, row => html`<tr><th scope="row">${name(row)}</th><td class="all">${missing(row)}</td>
          ${open ? html`<td><button class="btn" @click=${() => this.#except(row, name(row), true)} aria-label=${t('completion.except-of', {name: name(row)})}>${t('completion.except')}</button></td>` : nothing}</tr>`)}</tbody></table></div>` : nothing}
      ${excepted.length ? html`<h3>${t('completion.excepted')}</h3><ul class="stack2">${repeat(excepted, row => row.studentId, row => html`<li>${name(row)}
        ${open ? html`<button class="btn" @click=${() => this.#except(row, name(row), false)} aria-label=${t('completion.except-no-more-of', {name: name(row)})}>${t('completion.except-no-more')}</button>` : nothing}</li>`)}</ul>` : nothing}
      ${isAdmin() ? html`<div><button class="btn pri" @click=${() => this.#adopt()}>${t('completion.adopt')}</button></div>` : html`<p class="muted">${t('completion.admin-adopts')}</p>`}</section>`;
  }
}

/** What the closing of the cohort said; nothing that is tried changes it. */
function closed({cohort, closed: {items}, names}) {
  const name = row => names.get(row.studentId) ?? row.studentId;
  const rows = items.map(row => ({...row, said: row.verdicts.at(-1)})).sort((a, b) => compareText(name(a), name(b)));
  return html`<section class="panel"><h2 id="verdicts">${t('completion.closed', {day: fullDay(cohort.closedOn), n: rows.filter(row => row.said.completed).length, of: rows.length})}</h2>
    <div class="tw"><table class="cards names"><caption>${t('completion.verdicts')}</caption><thead><tr><th scope="col">${t('col.name')}</th><th scope="col">${t('completion.verdict')}</th><th scope="col">${t('completion.why')}</th></tr></thead>
      <tbody>${repeat(rows, row => row.enrollmentId, row => html`<tr><th scope="row">${name(row)}</th><td>${t(row.said.completed ? 'completion.completed' : 'completion.not-completed')}
        ${row.said.byException ? html`<span class="tag">${t('completion.by-exception')}</span>` : nothing}</td><td class="all">${missing(row.said)}</td></tr>`)}</tbody></table></div></section>`;
}

/** Who has a certificate, and what its student made of it. The code is the student's to hand out: staff are not told it. */
function papers({certificates: {items}, names}) {
  if (!items.length) return nothing;
  const name = row => names.get(row.studentId) ?? row.studentId;
  const rows = items.toSorted((a, b) => compareText(name(a), name(b)));
  const count = of => rows.filter(of).length;
  return html`<section class="panel"><h2 id="certificates">${t('completion.papers', {n: rows.length})}</h2>
    <p>${t('completion.papers-sub', {given: num(count(row => row.given)), shown: num(count(row => row.nameShown))})} <a href="/certificates">${t('completion.papers-check')}</a></p>
    <div class="tw"><table class="cards names"><caption class="sr">${t('completion.papers-caption')}</caption><thead><tr><th scope="col">${t('col.name')}</th><th scope="col">${t('completion.papers-given')}</th><th scope="col">${t('completion.papers-name')}</th></tr></thead>
      <tbody>${repeat(rows, row => row.enrollmentId, row => html`<tr><th scope="row"><a href=${`/students/${encodeURIComponent(row.enrollmentId)}`}>${name(row)}</a></th>
        <td data-l=${t('completion.papers-given')}>${t(row.given ? 'completion.papers-yes' : 'completion.papers-not-yet')}</td>
        <td data-l=${t('completion.papers-name')}>${t(row.nameShown ? 'completion.papers-yes' : 'completion.papers-no')}</td></tr>`)}</tbody></table></div></section>`;
}

const bounds = ({value, lower, upper}) => ({value: pct(value), low: pct(lower), high: pct(upper)});

const missing = ({requirements}) => requirements.filter(each => !each.passes).map(each => html`<p>${sentence(each)}</p>`);

/** A value of a kind in words. */
function amount(kind, value) {
  if (SHARES.includes(kind)) return pct(value, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1);
  return kind === 'COMPETITION_SUBMISSION' ? num(value) : num(value, 2);
}

/** What one requirement comes to: value, threshold, and what is still possible. */
function sentence(finding) {
  const {kind, value, threshold, left, code, members} = finding;
  if (members.length) return html`${t(`completion.kind.${kind}`)}: ${members.map((each, i) => html`${i ? ' · ' : nothing}${sentence(each)}`)}`;
  const what = code === 'NO_OCCASION' ? t('completion.no-occasion', {kind: t(`completion.kind.${kind}`)})
    : t('completion.value', {kind: t(`completion.kind.${kind}`), value: amount(kind, value), threshold: amount(kind, threshold)});
  return html`${what} ${still(kind, left)}`;
}

function still(kind, left) {
  if (left === null) return nothing;
  if (kind === 'ATTENDANCE_RATE') return left >= 0 ? t('completion.absences-left', {n: left}) : t('completion.absences-over', {n: -left});
  return left > 0 ? t('completion.competitions-open', {n: left}) : nothing;
}

/** A student's own state in each cohort; nothing of anybody else. */
export function ownCompletion(page) {
  const data = new Loaded(page, async signal => {
    const [{items}, record] = await Promise.all([get('/api/me/completion', signal), get('/api/me', signal)]);
    return {items, names: new Map(record.enrollments.map(e => [e.cohortId, e.cohortName]))};
  });
  return {
    title: () => t('completion.own'),
    view: () => html`${head(t('completion.own'), nothing, html`<a class="btn" href="/me/certificates">${t('completion.certificates')}</a> <a class="btn" href="/me">${t('nav.me')}</a>`)}
      ${show(data, ({items, names}) => items.length ? html`<div class="stack5">${items.map(each => own(each, names.get(each.cohortId) ?? each.cohortId))}</div>`
        : html`<section class="panel prose">${empty(t('completion.own-none'))}</section>`)}`,
  };
}

const own = ({passes, exception, verdictOn, requirements}, name) => html`<section class="panel prose"><header><h2>${name}</h2></header>
  <p><b>${verdictOn ? t(passes ? 'completion.own-completed' : 'completion.own-not-completed', {day: fullDay(verdictOn)}) : passes ? t('completion.own-passes') : t('completion.own-not-yet')}</b></p>
  ${exception ? html`<p>${t('completion.own-exception')}</p>` : nothing}
  <ul class="stack2">${requirements.map(each => html`<li>${sentence(each)} <span class=${`tag ${each.passes ? '' : 'warn'}`}>${each.passes ? t('completion.met') : each.code === 'OUT_OF_REACH' ? t('completion.out-of-reach') : t('completion.not-met')}</span></li>`)}</ul></section>`;
