/** Who applies for a cohort, for staff: who is to be decided about, by what they are scored, and what they are asked. */
import {html, nothing, repeat, t, word, head, num, day, wallClock, compareText, addWords, Loaded, show, save} from '../ui.js';
import {get, getAll, getCsv, getTagged, post, Problem} from '../api.js';
import {Dialogs, newKey, problemText} from '../form.js';
import {PAGE_ROWS, fromPage, pageOf, pager, within} from '../pager.js';
import {FormEditor} from './admission-form.js';
import {RubricEditor, pointsOf} from './rubric.js';
import {Decisions, decided, decisionDay} from './decisions.js';
import {Outcomes} from './rubric-outcomes.js';
import {Scoring} from './scoring.js';

await Promise.all(['admission-form', 'rubric', 'decisions', 'rubric-outcomes', 'scoring'].map(addWords));

/** Where somebody can be moved to, as the service allows it. */
const NEXT = {
  APPLIED: ['SELECTED', 'WAITING', 'REJECTED'],
  SELECTED: ['ENROLLED', 'WAITING', 'REJECTED'],
  WAITING: ['SELECTED', 'ENROLLED', 'REJECTED'],
  REJECTED: ['SELECTED', 'WAITING'],
};

/** As they can be narrowed down; LOOK: those that led to no enrollment. */
const SHOWN = ['', 'APPLIED', 'SELECTED', 'WAITING', 'REJECTED', 'ENROLLED', 'LOOK'];

const byReceipt = (a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt) || compareText(a.applicationId, b.applicationId);

/** Whose figure is not known comes last. */
const byFigure = figure => (a, b) => (figure(b) ?? -Infinity) - (figure(a) ?? -Infinity);

const ORDERS = {
  received: () => 0,
  name: (a, b) => compareText(a.name, b.name),
  total: byFigure(a => a.scores?.total?.mean),
  apart: byFigure(a => a.scores?.total && a.scores.total.highest - a.scores.total.lowest),
  open: byFigure(a => a.scores && -a.scores.done),
  waiting: byFigure(a => a.waitingPlace && -a.waitingPlace),
};

/** The list, or one of them where the address names it. */
export function admission(page, cohortId) {
  const applicationId = page.query.get('application');
  return applicationId ? new Scoring(page, cohortId, applicationId) : new Admission(page, cohortId);
}

class Admission {
  #page; #id; #path; #data; #dialogs; #form; #rubric; #decisions; #outcomes; #chosen = new Set(); #failed = []; #shown; #order; #from;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#shown = page.query.get('status') ?? '';
    this.#order = ORDERS[page.query.get('order')] ? page.query.get('order') : 'received';
    this.#from = fromPage(page.query.get('page'));
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
    const of = {cohortId, path: this.#path, dialogs: this.#dialogs, again: this.#data.again};
    this.#form = new FormEditor(of);
    this.#rubric = new RubricEditor(of);
    this.#decisions = new Decisions(of);
    this.#outcomes = new Outcomes(page, this.#path);
  }

  title() { return t('nav.applications'); }

  cohort() { return this.#data.value?.cohort ?? {cohortId: this.#id, name: this.#id}; }

  async #load(signal) {
    const [cohort, form, rubric, applications] = await Promise.all([
      get(this.#path, signal), getTagged(`${this.#path}/application-form`, signal), getTagged(`${this.#path}/rubric`, signal),
      getAll(`${this.#path}/applications`, signal),
    ]);
    const overview = rubric.body.version ? await getAll(`${this.#path}/application-scores`, signal) : [];
    const scores = new Map(overview.map(each => [each.applicationId, each]));
    return {cohort, form, rubric, applications: applications.map(a => ({...a, scores: scores.get(a.applicationId)})).sort(byReceipt)};
  }

  view() {
    const it = this.#data.value;
    return html`${head(t('nav.applications'), it && t('admission.sub', {cohort: it.cohort.name}), it?.rubric.body.version ? html`<button class="btn" @click=${() => this.#saveCsv()}>${t('admission.csv')}</button>` : nothing)}
      ${show(this.#data, ({cohort, form, rubric, applications}) => html`${form.body.version || applications.length ? this.#received(applications, rubric.body, cohort) : nothing}
        ${cohort.status === 'CLOSED' ? this.#outcomes.view(cohort, rubric.body) : nothing}
        ${this.#form.view(form)}${form.body.version ? this.#rubric.view(rubric, cohort.status === 'CLOSED') : nothing}
        ${cohort.status === 'CLOSED' ? nothing : this.#outcomes.view(cohort, rubric.body)}`)}
      <div @input=${this.#page.paint}>${this.#dialogs.view()}</div>`;
  }

  async #saveCsv() {
    save(await getCsv(`${this.#path}/application-scores`, this.#page.signal), `${this.#id}-scores.csv`);
  }

  // ---- the list ---------------------------------------------------------------------------------------------

  #narrow(change) {
    change();
    this.#chosen.clear();
    this.#turn(0);
  }

  /** Who is chosen stays so: one decision can be about several pages. */
  #turn(from) {
    this.#from = from;
    this.#page.setQuery({status: this.#shown, order: this.#order === 'received' ? '' : this.#order, page: pageOf(from)});
    this.#page.paint();
  }

  #received(applications, rubric, cohort) {
    const rows = applications.filter(a => !this.#shown || (this.#shown === 'LOOK' ? !a.status : a.status === this.#shown)).sort(ORDERS[this.#order]);
    this.#from = within(this.#from, rows.length);
    const part = rows.slice(this.#from, this.#from + PAGE_ROWS);
    const chosen = rows.filter(a => this.#chosen.has(a.applicationId));
    const to = chosen.length
      ? ['SELECTED', 'WAITING', 'REJECTED', 'ENROLLED'].filter(status => chosen.every(a => NEXT[a.status]?.includes(status))) : [];
    return html`<section class="panel stack"><h2 id="received" tabindex="-1">${t('admission.received', {n: num(applications.length)})}</h2>
      ${this.#failed.length ? html`<div class="note warn stack2" role="alert"><b>${t('admission.not-done')}</b><ul class="stack2">${this.#failed.map(text => html`<li>${text}</li>`)}</ul></div>` : nothing}
      ${applications.length ? html`${this.#filters(rubric)}
        ${cohort.status === 'CLOSED' ? nothing : html`<div class="row" role="group" aria-label=${t('admission.decide')}><button class="btn" @click=${() => this.#chooseAll(part, chosen)}>${t(chosen.length ? 'admission.choose-none' : 'admission.choose-all')}</button>
          <span class="muted" role="status">${t('admission.chosen', {n: num(chosen.length)})}</span>
          ${to.map(status => html`<button class="btn" @click=${() => this.#decide(chosen, status, cohort)}>${word('admission-to', status)}</button>`)}
          ${chosen.length && !to.length ? html`<span class="muted">${t('admission.nothing-alike')}</span>` : nothing}</div>`}
        ${rows.length ? this.#table(part, rubric, cohort) : html`<p>${t('admission.no-match')}</p>`}${pager(this.#from, rows.length, from => this.#turn(from))}` : html`<p class="muted">${t('admission.none')}</p>`}</section>`;
  }

  #filters(rubric) {
    const select = (id, label, values, chosen, change, text) => html`<div class="field"><label for=${id}>${label}</label><select id=${id} @change=${e => this.#narrow(() => change(e.target.value))}>
      ${values.map(value => html`<option value=${value} ?selected=${value === chosen}>${text(value)}</option>`)}</select></div>`;
    const orders = Object.keys(ORDERS).filter(order => rubric.version || !['total', 'apart', 'open'].includes(order));
    return html`<div class="row even">${select('status', t('col.status'), SHOWN, this.#shown, value => { this.#shown = value; },
      value => value === '' ? t('admission.all') : value === 'LOOK' ? t('admission.look') : word('status', value))}
      ${select('order', t('admission.order'), orders, this.#order, value => { this.#order = value; }, value => t(`admission.order.${value}`))}</div>`;
  }

  #table(rows, rubric, cohort) {
    const scored = rubric.version > 0;
    return html`<table class="cards names"><caption class="sr">${t('nav.applications')}</caption>
      <thead><tr><th scope="col">${t('col.name')}</th><th scope="col">${t('col.status')}</th><th scope="col">${t('admission.col.received')}</th>
        ${scored ? html`<th scope="col">${t('admission.col.done')}</th><th scope="col">${t('admission.col.total')}</th>` : nothing}<th scope="col">${t('admission.col.decision')}</th></tr></thead>
      <tbody>${repeat(rows, a => a.applicationId, a => html`<tr><th scope="row"><label class="row">${NEXT[a.status] && cohort.status !== 'CLOSED' ? html`<input type="checkbox" aria-label=${t('admission.choose', {name: a.name})}
          .checked=${this.#chosen.has(a.applicationId)} @change=${e => this.#choose(a, e.target.checked)}>` : nothing}<a href=${this.#addressOf(a)}>${a.name}</a></label></th>
        <td>${a.status ? html`<span class=${`tag ${a.status === 'ENROLLED' ? 'o' : ''}`}>${word('status', a.status)}</span>` : html`<span class="tag w">${t('admission.look')}</span>`}
          ${a.refusal ? html`<p class="small">${word('admission-refusal', a.refusal)}</p>` : nothing}</td>
        <td class="nowrap" data-l=${t('admission.col.received')}>${day(wallClock(a.receivedAt, cohort.timeZone).date)}</td>
        ${scored ? html`<td data-l=${t('admission.col.done')}>${a.scores ? t('admission.done-of', {n: num(a.scores.done), of: num(rubric.reviewersNeeded)}) : t('no-data')}
            ${a.scores?.mineDone ? html`<span class="tag o">${t('admission.mine-done')}</span>` : nothing}</td>
          <td data-l=${t('admission.col.total')}>${total(a.scores, rubric)}</td>` : nothing}
        <td class="all">${decided(a)}</td></tr>`)}</tbody></table>`;
  }

  #addressOf({applicationId}) {
    return `/c/${encodeURIComponent(this.#id)}/applications?application=${encodeURIComponent(applicationId)}`;
  }

  #choose(application, on) {
    if (on) this.#chosen.add(application.applicationId);
    else this.#chosen.delete(application.applicationId);
    this.#page.paint();
  }

  #chooseAll(rows, chosen) {
    this.#chosen = new Set(chosen.length ? [] : rows.filter(a => NEXT[a.status]).map(a => a.applicationId));
    this.#page.paint();
  }

  // ---- deciding ---------------------------------------------------------------------------------------------

  #decide(chosen, to, cohort) {
    if (to === 'ENROLLED') return this.#enroll(chosen, cohort);
    const names = new Map(chosen.map(a => [a.applicationId, a.name]));
    return this.#decisions.ask({
      chosen, decision: to, cohort,
      done: outcome => {
        this.#failed = outcome.refused.map(({applicationId, detail}) => `${names.get(applicationId)}: ${detail}`);
        outcome.decided.forEach(({applicationId}) => this.#chosen.delete(applicationId));
        return this.#afresh();
      },
    });
  }

  /** Whoever was selected comes: no decision about an application, and no letter. */
  #enroll(chosen, cohort) {
    const keys = new Map(chosen.map(a => [a.applicationId, newKey()]));
    this.#dialogs.confirm({
      title: () => word('admission-to', 'ENROLLED'),
      intro: () => t('admission.enroll-intro', {n: chosen.length}),
      verb: () => word('admission-to', 'ENROLLED'),
      submit: () => this.#move(chosen, 'ENROLLED', keys, decisionDay(cohort)),
      said: done => t('admission.enrolled-said', {n: num(done), of: num(chosen.length)}),
      done: () => this.#afresh(),
    });
  }

  /** The button that was pressed may be gone: the focus goes to what it was about. */
  async #afresh() {
    await this.#data.again();
    queueMicrotask(() => document.getElementById('received')?.focus());
  }

  /** Each by itself: one that is refused, as the last seat being gone, holds up no other. */
  async #move(chosen, to, keys, on) {
    this.#failed = [];
    let done = 0;
    for (const a of chosen) {
      try {
        await post(`/api/enrollments/${encodeURIComponent(a.enrollmentId)}/status`, {json: {to, on}, key: keys.get(a.applicationId)});
        this.#chosen.delete(a.applicationId);
        done++;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        this.#failed.push(`${a.name}: ${problemText(problem)}`);
      }
    }
    return done;
  }
}

/** Mean and range, once the reader may see what others gave. */
function total(scores, rubric) {
  if (!scores?.done) return html`<span class="muted">–</span>`;
  if (!scores.total) return html`<span class="muted">${t('admission.after-own')}</span>`;
  const {mean, lowest, highest} = scores.total;
  return t('admission.mean', {mean: num(mean, 1), of: num(pointsOf(rubric)), low: num(lowest), high: num(highest)});
}
