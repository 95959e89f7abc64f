/** A student's own record: nothing of anybody else. */
import {html, nothing, repeat, t, num, pct, day, fullDay, head, Loaded, show, empty} from '../ui.js';
import {get} from '../api.js';
import {statusText, clauseText, stampsText} from '../marks.js';
import {statusTag} from './students.js';
import {period} from './student.js';

export function me(page) {
  const data = new Loaded(page, signal => get('/api/me', signal));
  // By itself: another service answers, and the record is worth showing without it.
  const attendance = new Loaded(page, async signal => (await get('/api/me/attendance', signal)).items);
  return {
    title: () => t('nav.me'),
    view: () => html`${head(t('nav.me'), data.value?.username, html`<a class="btn" href="/me/completion">${t('me.completion')}</a> <a class="btn" href="/me/requests">${t('requests.title')}</a>`)}${show(data, record => (record.enrollments ?? []).length
      ? html`<div class="stack5">${record.enrollments.map(enrollment)}</div>${show(attendance, items => record.enrollments.map(e => attended(e, items.find(each => each.cohortId === e.cohortId))))}`
      : html`<section class="panel prose">${empty(t('me.empty'))}</section>`)}
      <section class="panel prose"><h2>${t('me.privacy')}</h2><p>${t('me.privacy-detail')}</p></section>`,
  };
}

const enrollment = e => html`<section class="panel"><header><h2>${e.cohortName}</h2>${statusTag(e.status)}</header>
  <p>${t(`me.status.${e.status}`)}</p>
  <dl class="facts">
    <dt>${t('cohort.dates')}</dt><dd>${fullDay(e.startDate)} – ${fullDay(e.endDate)}</dd>
    ${['APPLIED', 'SELECTED', 'WAITING', 'REJECTED'].includes(e.status) ? nothing : html`<dt>${t('col.enrolledOn')}</dt><dd>${e.enrolledOn ? fullDay(e.enrolledOn) : t('student.from-start')}</dd>`}
    ${(e.leaves ?? []).map(l => html`<dt>${t('student.leave')}</dt><dd>${period(l)}</dd>`)}
    ${e.withdrawal ? html`<dt>${t('col.leftOn')}</dt><dd>${fullDay(e.withdrawal.on)}</dd>` : nothing}
  </dl></section>`;

/** Absences that nobody has looked at yet. */
const provisional = ({days}) => days.filter(each => each.provisional && each.marks.includes('ABSENT'));

/** What the own days come to, and each of them with what made it count so. */
function attended(e, a) {
  if (!a?.courseDays) return nothing;
  const percent = pct(a.thresholdPerMille / 1000, a.thresholdPerMille % 10 ? 1 : 0);
  const parts = a.late + a.earlyLeave + a.outing;
  const made = a.penalty - a.absent;
  return html`<section class="panel"><h2>${t('me.attendance', {cohort: e.cohortName})}</h2>
    <p><b>${a.stillToMiss > 0 ? t('me.can-miss', {n: a.stillToMiss}) : a.stillToMiss === 0 ? t('me.can-miss-none') : t('me.out-of-reach', {percent, n: -a.stillToMiss})}</b>
      ${a.stillToMiss >= 0 ? t('me.needed', {percent, n: a.courseDays}) : nothing}</p>
    ${provisional(a).map(each => html`<div class="note warn"><p><b>${day(each.date)}</b> ${t('me.provisional')}</p></div>`)}
    <dl class="facts">
      <dt>${t('me.rate')}</dt><dd>${a.rate === null ? t('me.no-day-held') : t('me.rate-of', {percent: pct(a.rate, 1), n: a.heldDays})}</dd>
      <dt>${t('mark.ABSENT')}</dt><dd>${num(a.absent)}</dd>
      <dt>${t('me.parts')}</dt><dd>${t('me.parts-are', {late: a.late, early: a.earlyLeave, outing: a.outing})}${parts && made ? html` <span class="muted">${t('me.parts-made', {n: made})}</span>` : nothing}</dd>
      ${a.excused ? html`<dt>${t('mark.EXCUSED')}</dt><dd>${num(a.excused)} <span class="muted">${t('me.excused-counts')}</span></dd>` : nothing}
      ${a.unmarked ? html`<dt>${t('mark.UNMARKED')}</dt><dd>${num(a.unmarked)} <span class="muted">${t('me.unmarked-counts')}</span></dd>` : nothing}</dl>
    ${a.days.length ? html`<details class="more"><summary>${t('me.days', {n: a.days.length})}</summary><div class="tw"><table class="cards"><caption class="sr">${t('me.days', {n: a.days.length})}</caption>
      <thead><tr><th scope="col">${t('student.on')}</th><th scope="col">${t('col.status')}</th><th scope="col">${t('me.stamps')}</th><th scope="col">${t('me.counted-by')}</th></tr></thead>
      <tbody>${repeat(a.days.toReversed(), each => each.date, each => html`<tr><th scope="row">${day(each.date)}</th>
        <td>${statusText(each.marks)}${each.provisional ? html` <span class="tag">${t('attendance.provisional')}</span>` : nothing}</td>
        <td>${stampsText(each.stamps, e.timeZone)}</td>
        <td class="all">${each.clause ? html`${clauseText(each.clause, each.marks)} <span class="muted">${t('attendance.under-policy', {n: each.policyVersion})}</span>` : nothing}</td></tr>`)}</tbody></table></div></details>` : nothing}</section>`;
}
