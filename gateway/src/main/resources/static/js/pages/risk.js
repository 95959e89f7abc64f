/** How right early warning was on later closed cohorts, beside two simple rules. */
import {html, nothing, t, num, fullDay, head, Loaded, show, say, trouble} from '../ui.js';
import {get, post, isAdmin, Problem} from '../api.js';
import {newKey} from '../form.js';

export function risk(page) {
  return new RiskPage(page);
}

const FIGURES = ['auc', 'averagePrecision', 'brier'];
const DIGITS = {auc: 2, averagePrecision: 3, brier: 4};

class RiskPage {
  #page; #data; #key = null; #problem = null;

  constructor(page) {
    this.#page = page;
    this.#data = new Loaded(page, signal => get('/api/risk/evaluation', signal));
  }

  title() { return t('risk-page.title'); }

  view() {
    return html`${head(t('risk-page.title'), nothing, isAdmin() ? html`<button class="btn" ?disabled=${this.#key !== null && !this.#problem} @click=${() => this.#train()}>${t('risk-page.train')}</button>` : nothing)}
      ${this.#problem ? trouble(this.#problem, () => this.#train()) : nothing}
      ${show(this.#data, value => this.#body(value))}`;
  }

  #body({trainedOn, basis, closedCohorts, evaluation}) {
    return html`<section class="panel stack"><p>${t('risk-page.intro')}</p>
      <p>${t('risk-page.trained', {date: fullDay(trainedOn), n: num(closedCohorts)})} ${t(`risk-page.basis.${basis}`)}</p>
      ${evaluation ? this.#verdict(evaluation) : html`<p><b>${t('risk-page.none')}</b></p>`}</section>
      ${evaluation ? html`${this.#figures(evaluation)}${this.#calibration(evaluation)}` : nothing}`;
  }

  #verdict({basis, learntFrom, judgedBy, personFortnights, events, verdict}) {
    return html`<p>${t(basis === 'LEARNT' ? 'risk-page.judged' : 'risk-page.judged-prior', {learnt: num(learntFrom), judged: num(judgedBy), rows: num(personFortnights), events: num(events)})}</p>
      <p><b>${t(`risk-page.verdict.${verdict}`)}</b></p>`;
  }

  #figures({model, baselines: {lastActivity, weekRate}}) {
    const all = [model, lastActivity, weekRate];
    const row = (name, cells) => html`<tr><th scope="row">${name}</th>${cells.map(cell => html`<td class="num">${cell}</td>`)}</tr>`;
    return html`<section class="panel"><h2 id="figures">${t('risk-page.figures')}</h2><p class="small muted">${t('risk-page.interval-note')}</p>
      <div class="tw" tabindex="0" role="region" aria-labelledby="figures"><table><caption class="sr">${t('risk-page.figures')}</caption>
      <thead><tr><th scope="col">${t('risk-page.figure')}</th>${['model', 'last-activity', 'week-rate'].map(key => html`<th scope="col" class="num">${t(`risk-page.${key}`)}</th>`)}</tr></thead>
      <tbody>${FIGURES.map(key => row(t(`risk-page.${key}`), all.map(each => shown(each[key].value, each[key].interval, DIGITS[key]))))}
        ${row(t('risk-page.recall', {n: num(100 * model.recallAtCaseload.share)}), all.map(({recallAtCaseload: {recall, interval}}) => shown(recall, interval, 2)))}</tbody></table></div></section>`;
  }

  #calibration({calibration}) {
    if (!calibration.length) return nothing;
    return html`<section class="panel"><h2 id="calibration">${t('risk-page.calibration')}</h2><p class="small muted">${t('risk-page.calibration-hint')}</p>
      <div class="tw" tabindex="0" role="region" aria-labelledby="calibration"><table><caption class="sr">${t('risk-page.calibration')}</caption>
      <thead><tr>${['said', 'came', 'rows'].map(key => html`<th scope="col" class="num">${t(`risk-page.${key}`)}</th>`)}</tr></thead>
      <tbody>${calibration.map(bin => html`<tr><td class="num">${num(100 * bin.chance, 1)}</td><td class="num">${shown(100 * bin.left, {lower: 100 * bin.lower, upper: 100 * bin.upper}, 1)}</td><td class="num">${num(bin.rows)}</td></tr>`)}</tbody></table></div></section>`;
  }

  async #train() {
    this.#key ??= newKey();
    this.#problem = null;
    this.#page.paint();
    try {
      this.#data.value = await post('/api/risk/training', {key: this.#key});
      this.#key = null;
      say(t('risk-page.trained-now'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
    }
    this.#page.paint();
  }
}

function shown(value, interval, digits) {
  if (value === null) return t('risk-page.undefined');
  return interval ? t('risk-page.interval', {value: num(value, digits), low: num(interval.lower, digits), high: num(interval.upper, digits)}) : num(value, digits);
}
