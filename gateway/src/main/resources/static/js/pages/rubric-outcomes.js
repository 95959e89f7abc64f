/** Which items of the rubric went with completion, once a cohort is closed: an association, and the page says so first. */
import {html, nothing, t, num, Loaded, show} from '../ui.js';
import {get} from '../api.js';
import {problemText} from '../form.js';
import {strip} from '../strip.js';
import {inWords} from './admission-form.js';
import {pointsOf} from './rubric.js';

export class Outcomes {
  #page; #path; #data = null;

  constructor(page, path) {
    this.#page = page;
    this.#path = `${path}/rubric-outcomes`;
  }

  view(cohort, rubric) {
    if (!rubric.version) return nothing;
    return html`<section class="panel"><h2>${t('outcomes.title')}</h2>${cohort.status === 'CLOSED' ? this.#body(rubric) : html`<p>${t('outcomes.not-yet')}</p>`}</section>`;
  }

  #body(rubric) {
    this.#data ??= new Loaded(this.#page, signal => get(this.#path, signal));
    // Closing goes on for a moment after it was asked for, and there may be no scores: the server says which.
    return this.#data.problem?.status === 409 ? html`<p>${problemText(this.#data.problem)}</p>` : show(this.#data, it => compared(it, rubric));
  }
}

function compared({completed, notCompleted, items}, rubric) {
  const known = new Map(rubric.items.map(item => [item.itemId, {label: inWords(item.label), most: item.pointsMax}]));
  known.set('total', {label: t('outcomes.total'), most: pointsOf(rubric)});
  const rows = items.map(each => ({...each, ...known.get(each.itemId)}));
  // One scale for all: in parts of what each item can give, as far as the longest interval goes.
  const reach = Math.max(.01, ...rows.filter(row => row.lower !== null).map(row => Math.max(Math.abs(row.lower), Math.abs(row.upper)) / row.most));
  return html`<p><b>${t('outcomes.caveat')}</b></p><p class="small muted">${t('outcomes.sub', {completed: num(completed), not: num(notCompleted)})}</p>
    ${items.some(each => each.few) ? html`<div class="note warn"><p>${t('outcomes.few')}</p></div>` : nothing}
    <div class="tw" tabindex="0" role="region" aria-label=${t('outcomes.title')}><table class="long mid"><caption class="sr">${t('outcomes.title')}</caption>
      <thead><tr><th scope="col">${t('outcomes.col.item')}</th><th scope="col" class="num">${t('outcomes.col.completed')}</th><th scope="col" class="num">${t('outcomes.col.not')}</th>
        <th scope="col" class="num">${t('outcomes.col.difference')}</th><th scope="col">${t('outcomes.col.interval')}</th><th scope="col">${t('outcomes.col.says')}</th></tr></thead>
      <tbody>${rows.map(row => html`<tr><th scope="row">${row.label} <span class="small muted">${t('outcomes.most', {n: row.most})}</span></th>
        <td class="num">${num(row.completedMean, 1)}</td><td class="num">${num(row.notCompletedMean, 1)}</td>
        <td class="num">${row.difference === null ? t('no-data') : one(row.difference)}</td>
        <td>${row.lower === null ? html`<span class="muted">${t('outcomes.no-interval')}</span>`
          : html`${strip({low: row.lower, high: row.upper, mark: row.difference, from: -reach * row.most, to: reach * row.most, zero: 0})}<span class="small nowrap">${t('outcomes.from-to', {low: one(row.lower), high: one(row.upper)})}</span>`}</td>
        <td>${says(row)}</td></tr>`)}</tbody></table></div>`;
}

/** With its sign and one decimal. */
const one = value => `${value >= .05 ? '+' : value <= -.05 ? '−' : ''}${num(Math.abs(value), 1)}`;

function says({lower, upper, few}) {
  const text = lower === null ? t('outcomes.unknown') : lower > 0 ? t('outcomes.more') : upper < 0 ? t('outcomes.less') : t('outcomes.chance');
  return html`${text}${few ? html` <span class="tag w">${t('outcomes.few-tag')}</span>` : nothing}`;
}
