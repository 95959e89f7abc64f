/** What there is to be told to a student, the newest first. Opening the list marks all of it as read. */
import {html, nothing, repeat, t, has, fullDay, fullTime, time, head, Loaded, show, empty} from '../ui.js';
import {Problem} from '../api.js';
import {loadNotices, markRead} from '../notices.js';
import {again} from './lectures.js';

const RELOAD_MS = 60_000;

export function notices(page) {
  const fresh = new Set();
  const data = new Loaded(page, async signal => {
    const items = await loadNotices(signal);
    items.filter(notice => !notice.read).forEach(notice => fresh.add(notice.noticeId));
    try {
      await markRead(items);
    } catch (problem) {
      // They are there to be read, and are marked the next time.
      if (!(problem instanceof Problem)) throw problem;
    }
    return items;
  });
  again(page, data.again, RELOAD_MS);
  return {
    title: () => t('notices.title'),
    view: () => html`${head(t('notices.title'))}${show(data, items => html`<section class="panel prose">
      ${items.length ? list(items, fresh) : empty(t('notices.none'), html`<a class="btn" href="/lectures">${t('nav.lectures')}</a>`)}</section>`)}`,
  };
}

const OF_TEAMS = new Set(['MERGE_ASKED', 'MERGE_DECLINED', 'TEAMS_MERGED']);

/** Where it is read, and the words of the link. */
const target = notice => notice.clinicId ? ['/clinics', 'notices.open-clinics']
  : notice.requestId ? ['/me/requests', 'notices.open-requests']
  : notice.competitionId ? [`/competitions/${encodeURIComponent(notice.competitionId)}`, 'notices.open-competition']
  : OF_TEAMS.has(notice.code) ? ['/competitions', 'notices.open-competitions']
  : [`/lectures/${encodeURIComponent(notice.lectureId)}`, notice.code === 'SEAT_OFFERED' ? 'notices.confirm' : 'notices.open'];

const link = (notice, [path, label]) => html`<a href=${path}>${t(label)}<span class="sr"> ${notice.title ?? (notice.date ? fullDay(notice.date) : '')}</span></a>`;

const list = (items, fresh) => html`<ul class="stack notices">${repeat(items, notice => notice.noticeId, notice => html`<li class="stack2">
  <p dir="auto">${fresh.has(notice.noticeId) ? html`<span class="tag o">${t('notices.new')}</span> ` : nothing}${words(notice)}</p>
  <p class="small">${link(notice, target(notice))}
    <span class="muted">${time(notice.at)}</span></p></li>`)}</ul>`;

const words = ({code, title, startsAt, date, confirmBy, reason}) => has(`notice.${code}`)
  ? t(`notice.${code}`, {title, start: startsAt ? fullTime(startsAt) : '', day: date ? fullDay(date) : '', time: confirmBy ? fullTime(confirmBy) : '', reason: reason ?? ''}) : title;
