/** Who of a cohort is likeliest to leave, and what raises it: on its dashboard. */
import {html, nothing, repeat, t, num, fullDay, addWords} from '../ui.js';
import {get} from '../api.js';

/** The first of them; the others are one press away. */
const SHOWN = 5;
const WORDED = 5;
const TIMES_MIN = 1.5;
const BELOW = 0.75;

/** "three times the usual" */
export function againstUsual({score, usual}) {
  const times = score / Math.max(usual, 0.1);
  if (times >= TIMES_MIN) {
    const n = Math.round(times);
    return n <= WORDED ? t(`risk.times.${Math.max(2, n)}`) : t('risk.times.n', {n});
  }
  return t(times < BELOW ? 'risk.below-usual' : 'risk.about-usual');
}

const signals = each => each.signals.length
  ? html`<ul class="stack2">${each.signals.map(({code, count, of}) => html`<li>${t(`risk.signal.${code}`, {n: count, of: of ?? 0})}</li>`)}</ul>`
  : t('risk.no-signal');

/**
 * What came of such chances on closed cohorts, later than those that were learnt from: the fifth of them whose mean is
 * nearest. Nothing where what is in force was never judged.
 *
 * @param score 0 to 100
 * @param training as GET /api/risk/evaluation says
 */
export function whatCame(score, {basis, evaluation}) {
  if (!evaluation?.calibration.length || evaluation.basis !== basis) return null;
  const off = bin => Math.abs(100 * bin.chance - score);
  const {left, lower, upper} = evaluation.calibration.reduce((best, bin) => off(bin) < off(best) ? bin : best);
  const of = share => num(100 * share, share < 0.01 ? 1 : 0);
  return t('risk.came', {n: of(left), low: of(lower), high: of(upper)});
}

/** How right what is in force was, in a sentence: on later closed cohorts, or why nothing can be said of it. */
export function howRight({evaluation}) {
  if (!evaluation) return t('risk.not-judged');
  const {recall, interval} = (evaluation.verdict === 'RULE_IS_AS_GOOD' ? evaluation.baselines.lastActivity : evaluation.model).recallAtCaseload;
  return recall === null || !interval ? t('risk.not-judged')
    : t('risk.found', {n: num(100 * recall), low: num(100 * interval.lower), high: num(100 * interval.upper), cohorts: num(evaluation.judgedBy)});
}

/** What draws the panel, once its words and how right it was are there. */
export async function risks(signal) {
  const [training] = await Promise.all([get('/api/risk/evaluation', signal), addWords('dashboard-risk')]);
  return (row, called) => riskPanel(row, called, training);
}

/**
 * @param link shows a student by name
 * @param training as GET /api/risk/evaluation says
 */
function riskPanel(row, {link}, training) {
  const came = ({score}) => {
    const words = whatCame(score, training);
    return words ? html`<br><span class="small muted">${words}</span>` : nothing;
  };
  const table = part => html`<div class="tw" tabindex="0" role="region" aria-label=${t('risk.table')}><table class="names"><caption class="sr">${t('risk.table')}</caption><thead><tr><th scope="col">${t('risk.student')}</th>
    <th scope="col" class="num">${t('risk.col.chance')}</th><th scope="col">${t('risk.col.usual')}</th><th scope="col">${t('risk.col.signals')}</th></tr></thead>
    <tbody>${repeat(part, each => each.studentId, each => html`<tr><th scope="row">${link(each)}</th><td class="num">${t('risk.chance', {n: num(each.score, each.score < 1 ? 1 : 0)})}${came(each)}</td>
      <td>${againstUsual(each)}</td><td>${signals(each)}</td></tr>`)}</tbody></table></div>`;
  const rest = row.atRisk.slice(SHOWN);
  return html`<section class="panel" id="at-risk"><header><h2>${t('risk.title')}</h2><a class="btn sm" href="/risk">${t('risk.how-right')}</a></header>
    <p class="small muted">${t('risk.meaning', {date: fullDay(row.risk.on)})} ${t(`risk.basis.${row.risk.basis}`)} ${howRight(training)}</p>
    ${table(row.atRisk.slice(0, SHOWN))}
    ${rest.length ? html`<details class="more small"><summary>${t('risk.more', {n: rest.length})}</summary>${table(rest)}</details>` : nothing}</section>`;
}
