/** Who of a cohort is likeliest to leave, and what raises it: on its dashboard. */
import {html, nothing, repeat, t, num, fullDay} from '../ui.js';

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

/** @param link shows a student by name */
export function riskPanel(row, {link}) {
  const table = part => html`<div class="tw" tabindex="0" role="region" aria-label=${t('risk.table')}><table class="names"><caption class="sr">${t('risk.table')}</caption><thead><tr><th scope="col">${t('risk.student')}</th>
    <th scope="col" class="num">${t('risk.col.chance')}</th><th scope="col">${t('risk.col.usual')}</th><th scope="col">${t('risk.col.signals')}</th></tr></thead>
    <tbody>${repeat(part, each => each.studentId, each => html`<tr><th scope="row">${link(each)}</th><td class="num">${t('risk.chance', {n: num(each.score, each.score < 1 ? 1 : 0)})}</td>
      <td>${againstUsual(each)}</td><td>${signals(each)}</td></tr>`)}</tbody></table></div>`;
  const rest = row.atRisk.slice(SHOWN);
  return html`<section class="panel" id="at-risk"><header><h2>${t('risk.title')}</h2><a class="btn sm" href="/risk">${t('risk.how-right')}</a></header>
    <p class="small muted">${t('risk.meaning', {date: fullDay(row.risk.on)})} ${t(`risk.basis.${row.risk.basis}`)}</p>
    ${table(row.atRisk.slice(0, SHOWN))}
    ${rest.length ? html`<details class="more small"><summary>${t('risk.more', {n: rest.length})}</summary>${table(rest)}</details>` : nothing}</section>`;
}
