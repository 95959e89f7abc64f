/** Special lectures: those to come, those that were; for staff of all cohorts they see, for a student of the own ones. */
import {html, nothing, repeat, t, num, head, when, lectureTag, Loaded, show, empty, save} from '../ui.js';
import {getAll, getCsv, isStaff} from '../api.js';

const RELOAD_MS = 30_000;

/** Seats nobody has, which may be kept for who waits. */
export const seatsLeft = lecture => Math.max(0, lecture.capacity - lecture.registered);

/** What the page does with others' doings: it asks again, while somebody looks. */
export function again(page, load, millis) {
  const timer = setInterval(() => { if (!document.hidden) load(); }, millis);
  const seen = () => { if (!document.hidden) load(); };
  document.addEventListener('visibilitychange', seen);
  page.onLeave(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
  });
}

export function lectures(page) {
  const data = new Loaded(page, signal => getAll('/api/lectures', signal));
  again(page, data.again, RELOAD_MS);
  const saveCsv = async () => save(await getCsv('/api/lectures', page.signal), 'lectures.csv');
  return {
    title: () => t('nav.lectures'),
    view: () => html`${head(t('nav.lectures'), data.value && summary(data.value), isStaff() ? html`
        <button class="btn" @click=${saveCsv}>CSV</button>
        <a class="btn pri" href="/lectures/new">${t('lecture.new')}</a>` : nothing)}
      ${show(data, body)}`,
  };
}

const isOver = lecture => Date.parse(lecture.endsAt) < Date.now() || lecture.status === 'HELD' || lecture.status === 'CANCELLED';

const summary = all => t('lectures.summary', {coming: all.filter(l => !isOver(l)).length, past: all.filter(isOver).length});

function body(all) {
  if (!all.length) {
    return html`<section class="panel prose">${empty(t(isStaff() ? 'lectures.empty' : 'lectures.empty-student'),
      isStaff() ? html`<a class="btn pri" href="/lectures/new">${t('lecture.new')}</a>` : null)}</section>`;
  }
  const byStart = (a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || a.lectureId.localeCompare(b.lectureId);
  const coming = all.filter(l => !isOver(l)).sort(byStart);
  const past = all.filter(isOver).sort(byStart).reverse();
  return html`${coming.length ? html`<section class="panel">${table(t('lectures.coming'), coming)}</section>` : nothing}
    ${past.length ? html`<section class="panel">${table(t('lectures.past'), past)}</section>` : nothing}`;
}

const table = (title, rows) => html`<table class="cards mid"><caption><h2>${title}</h2></caption>
  <thead><tr><th scope="col">${t('lecture.title')}</th><th scope="col">${t('lecture.when')}</th><th scope="col">${t('lecture.speaker')}</th>
    <th scope="col">${t('lecture.seats')}</th><th scope="col">${t('col.status')}</th></tr></thead>
  <tbody>${repeat(rows, l => l.lectureId, l => html`<tr>
    <th scope="row"><a href=${`/lectures/${encodeURIComponent(l.lectureId)}`}>${l.title}</a></th>
    <td data-l=${t('lecture.when')}>${when(l)}</td>
    <td data-l=${t('lecture.speaker')}>${l.speaker ?? ''}</td>
    <td data-l=${t('lecture.seats')}>${seats(l)}</td>
    <td>${lectureTag(l)}${l.mine ? html` ${mineTag(l.mine)}` : nothing}</td></tr>`)}</tbody></table>`;

const seats = l => html`${isOver(l) || l.status === 'DRAFT' ? t('lecture.taken-of', {n: l.registered, of: l.capacity})
  : t('lecture.left', {n: seatsLeft(l)})}${l.waiting ? html` <span class="muted small">${t('lecture.waiting', {n: l.waiting})}</span>` : nothing}`;

const mineTag = mine => mine.state === 'WAITING'
  ? html`<span class="tag w">${t('lecture.mine-waiting', {n: num(mine.position)})}</span>`
  : html`<span class=${`tag ${mine.confirmBy ? 'w' : 'o'}`}>${t(mine.confirmBy ? 'lecture.mine-offered' : 'lecture.mine')}</span>`;
