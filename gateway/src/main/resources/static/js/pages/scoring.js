/** One application, for staff: what was sent, the own points, and once those are final what others gave. */
import {html, nothing, t, word, head, note, num, fullDay, fullTime, compareText, say, save, Loaded, show} from '../ui.js';
import {get, getAll, getFile, getTagged, put, Problem} from '../api.js';
import {Form, PAPERS, problemText} from '../form.js';
import {strip} from '../strip.js';
import {inWords, renaming} from './admission-form.js';
import {pointsOf} from './rubric.js';
import {decided, letterOf} from './decisions.js';

export class Scoring {
  #page; #id; #path; #of; #data; #form = null; #failed = '';

  constructor(page, cohortId, applicationId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#of = `${this.#path}/applications/${encodeURIComponent(applicationId)}`;
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return this.#data.value?.application.name ?? t('scoring.title'); }

  cohort() { return this.#data.value?.cohort ?? {cohortId: this.#id, name: this.#id}; }

  get #list() { return `/c/${encodeURIComponent(this.#id)}/applications`; }

  async #load(signal) {
    const [cohort, application, rubric] = await Promise.all([get(this.#path, signal), get(this.#of, signal), get(`${this.#path}/rubric`, signal)]);
    const [scores, overview] = rubric.version
      ? await Promise.all([getTagged(`${this.#of}/scores`, signal), getAll(`${this.#path}/application-scores`, signal)]) : [null, []];
    const next = overview.find(each => each.applicationId !== application.applicationId && !each.mineDone && each.done < rubric.reviewersNeeded);
    return {cohort, application, rubric, scores, next};
  }

  view() {
    const next = this.#data.value?.next;
    return html`${head(this.title(), t('scoring.sub'), html`<a class="btn" href=${this.#list}>${t('scoring.to-list')}</a>
        ${next ? html`<a class="btn" href=${`${this.#list}?application=${encodeURIComponent(next.applicationId)}`}>${t('scoring.next')}</a>` : nothing}`)}
      ${this.#failed ? html`<p class="err" role="alert">${this.#failed}</p>` : nothing}${show(this.#data, it => html`<div class="cols even">${sent(it.application, this.#read)}${this.#scored(it)}</div>
        ${it.scores?.body.seesOthers ? given(it) : nothing}`)}`;
  }

  /** A file that was sent, under a name that says to which question. */
  #read = async ({itemId, file}) => {
    this.#failed = '';
    try {
      save(await getFile(`${this.#of}/files/${encodeURIComponent(itemId)}`, this.#page.signal), `${itemId}.${PAPERS[file.contentType] ?? 'bin'}`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failed = problemText(problem);
    }
    this.#page.paint();
  };

  #scored({cohort, rubric, scores}) {
    if (!scores) {
      return html`<section class="panel"><h2>${t('scoring.own')}</h2><p>${t('scoring.no-rubric')}</p><div><a class="btn" href=${this.#list}>${t('scoring.to-list')}</a></div></section>`;
    }
    const {body} = scores;
    const count = html`<p class="muted">${t('scoring.done-of', {n: num(body.done), of: num(body.reviewersNeeded)})}</p>`;
    if (body.mine?.done) {
      return html`<section class="panel stack"><h2 id="own" tabindex="-1">${t('scoring.own')}</h2>${count}${note('ok', t('scoring.final'))}
        <dl class="stack2">${rubric.items.map(item => html`<dt class="small muted">${inWords(item.label)}</dt><dd>${t('scoring.of', {n: num(body.mine.points[item.itemId]), of: num(item.pointsMax)})}</dd>`)}
          ${body.mine.note ? html`<dt class="small muted">${t('scoring.note')}</dt><dd class="written">${body.mine.note}</dd>` : nothing}</dl></section>`;
    }
    if (cohort.status === 'CLOSED' && !body.seesOthers) return html`<section class="panel stack"><h2>${t('scoring.own')}</h2>${count}${note('', t('scoring.closed'))}</section>`;
    if (body.seesOthers) return html`<section class="panel stack"><h2>${t('scoring.own')}</h2>${count}${note('', t('scoring.enough'))}</section>`;
    return html`<section class="panel stack"><h2>${t('scoring.own')}</h2>${count}<p class="muted">${t('scoring.blind')}</p>${this.#asked(rubric, body).view()}</section>`;
  }

  /** Made when it is known what is asked for: what was typed stays while the page loads again. */
  #asked(rubric, {mine}) {
    const {items} = rubric;
    const isDone = () => this.#form?.values.end === 'DONE';
    return this.#form ??= new Form(this.#page, {
      fields: () => [
        ...items.map((item, i) => ({
          name: `item${i}`, label: t('scoring.item', {label: inWords(item.label), n: item.pointsMax}), hint: item.hint ? inWords(item.hint) : undefined,
          type: 'number', min: 0, max: item.pointsMax, required: isDone(),
        })),
        {name: 'note', label: t('scoring.note'), hint: t('scoring.note-hint'), type: 'textarea'},
        {name: 'end', label: t('scoring.end'), hint: t('scoring.end-hint'), type: 'select', required: true,
          options: ['DRAFT', 'DONE'].map(value => ({value, label: t(`scoring.end.${value}`)}))},
      ],
      values: {...Object.fromEntries(items.map((item, i) => [`item${i}`, mine?.points[item.itemId] ?? ''])), note: mine?.note ?? '', end: 'DRAFT'},
      verb: () => t(isDone() ? 'scoring.finish' : 'scoring.save-draft'),
      submit: values => this.#put(items, values),
      done: async () => {
        const final = isDone();
        say(t(final ? 'scoring.final' : 'scoring.draft-said'));
        await this.#data.again();
        if (final) queueMicrotask(() => document.getElementById('own')?.focus());
      },
    });
  }

  async #put(items, values) {
    const points = items.map((item, i) => [item.itemId, values[`item${i}`]]).filter(([, value]) => value !== '');
    try {
      return await renaming(Object.fromEntries(items.map((item, i) => [`points.${item.itemId}`, `item${i}`])), () => put(`${this.#of}/scores/me`, {
        json: {points: Object.fromEntries(points), note: values.note || null, done: values.end === 'DONE'}, ifMatch: this.#data.value.scores.etag,
      }));
    } catch (problem) {
      // Somebody was the last of as many as are needed, or this was saved in another window: the page shows how it stands.
      if (problem instanceof Problem && [409, 412].includes(problem.status)) this.#data.again();
      throw problem;
    }
  }
}

const fileOf = (answer, read) => html`<button class="btn sm" @click=${() => read(answer)}>${t('scoring.file', {kind: PAPERS[answer.file.contentType].toUpperCase(), size: num(Math.ceil(answer.file.bytes / 1024))})}<span class="sr"> ${inWords(answer.label)}</span></button>`;

const sent = (application, read) => html`<section class="panel stack"><h2>${t('scoring.sent')}</h2>
  <p>${application.status ? html`<span class=${`tag ${application.status === 'ENROLLED' ? 'o' : ''}`}>${word('status', application.status)}</span>` : nothing} ${decided(application)}</p>${letterOf(application)}
  <dl class="facts"><dt>${t('scoring.received')}</dt><dd>${fullTime(application.receivedAt)}</dd>
    <dt>${t('scoring.email')}</dt><dd>${application.email}</dd>${application.phone ? html`<dt>${t('scoring.phone')}</dt><dd>${application.phone}</dd>` : nothing}</dl>
  ${application.answers.length ? html`<dl class="stack2">${application.answers.map(answer => html`<dt class="small muted">${inWords(answer.label)}</dt>
    <dd class="written">${answer.file ? fileOf(answer, read) : answer.choice ? inWords(answer.choice.label) : answer.text ?? num(answer.number, 2)}</dd>`)}</dl>` : nothing}
  <p class="small muted">${t('scoring.forget-on', {day: fullDay(application.forgetOn)})}</p>
  ${application.enrollmentId ? html`<p><a href=${`/students/${encodeURIComponent(application.enrollmentId)}`}>${t('scoring.student')}</a></p>` : nothing}</section>`;

/** All points beside each other, and how far apart they lie. */
function given({rubric, scores: {body: {mine, others, spread, total}}}) {
  const reviewers = [...(mine?.done ? [{reviewer: t('scoring.you'), ...mine}] : []), ...[...others].sort((a, b) => compareText(a.reviewer, b.reviewer))];
  const spreads = new Map(spread.map(each => [each.itemId, each]));
  const rows = rubric.items.map(item => ({label: inWords(item.label), most: item.pointsMax, spread: spreads.get(item.itemId), of: reviewers.map(each => each.points[item.itemId])}));
  const sums = reviewers.map(each => rubric.items.reduce((sum, item) => sum + (each.points[item.itemId] ?? 0), 0));
  const all = {label: t('scoring.total'), most: pointsOf(rubric), spread: total, of: sums};
  const notes = others.filter(each => each.note);
  return html`<section class="panel"><h2>${t('scoring.given')}</h2><p class="muted">${t('scoring.given-sub')}</p>
    <div class="tw" tabindex="0" role="region" aria-label=${t('scoring.given')}><table class="long mid"><caption class="sr">${t('scoring.given')}</caption>
      <thead><tr>${['item', 'range', 'mean'].map((key, i) => html`<th scope="col" class=${i === 2 ? 'num' : ''}>${t(`scoring.col.${key}`)}</th>`)}${reviewers.map(each => html`<th scope="col" class="num">${each.reviewer}</th>`)}</tr></thead>
      <tbody>${[...rows, all].map(row => html`<tr><th scope="row">${row.label} <span class="small muted">${t('scoring.most', {n: row.most})}</span></th>
        ${row.spread ? html`<td>${strip({low: row.spread.lowest, high: row.spread.highest, mark: row.spread.mean, from: 0, to: row.most})}<span class="small">${num(row.spread.lowest)}–${num(row.spread.highest)}</span></td><td class="num">${num(row.spread.mean, 1)}</td>`
          : html`<td></td><td class="num">${t('no-data')}</td>`}${row.of.map(points => html`<td class="num">${num(points)}</td>`)}</tr>`)}</tbody></table></div>
    ${notes.length ? html`<h3>${t('scoring.notes')}</h3><dl class="facts">${notes.map(each => html`<dt>${each.reviewer}</dt><dd class="written">${each.note}</dd>`)}</dl>` : nothing}</section>`;
}
