/** A student's own record: nothing of anybody else. */
import {html, nothing, t, fullDay, head, Loaded, show, empty} from '../ui.js';
import {get} from '../api.js';
import {statusTag} from './students.js';
import {period} from './student.js';

export function me(page) {
  const data = new Loaded(page, signal => get('/api/me', signal));
  return {
    title: () => t('nav.me'),
    view: () => html`${head(t('nav.me'), data.value?.username)}${show(data, record => (record.enrollments ?? []).length
      ? html`<div class="stack5">${record.enrollments.map(enrollment)}</div>`
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
