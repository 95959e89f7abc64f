/** What anybody may see of a special lecture who has its address: title, speaker, time and seats. */
import {html, nothing, t, num, head, note, when, lectureTag, Loaded, show} from '../ui.js';
import {get} from '../api.js';
import {again, seatsLeft} from './lectures.js';

const RELOAD_MS = 30_000;

/** Where anybody can see it. */
export const publicAddress = lectureId => `${location.origin}/l/${encodeURIComponent(lectureId)}`;

export function publicLecture(page, lectureId) {
  const data = new Loaded(page, signal => get(`/api/lectures/${encodeURIComponent(lectureId)}/public`, signal));
  again(page, data.again, RELOAD_MS);
  return {
    title: () => data.value?.title ?? t('nav.lectures'),
    view: () => html`${data.value ? head(data.value.title, when(data.value), data.value.status === 'PUBLISHED' ? nothing : lectureTag(data.value))
      : html`<h1 tabindex="-1" class="sr">${t('nav.lectures')}</h1>`}${show(data, body)}`,
  };
}

const body = l => html`${l.status === 'CANCELLED' ? note('warn', t('lecture.cancelled'))
  : l.status === 'HELD' ? note('', t('public.held')) : nothing}
  <section class="panel prose"><dl class="facts"><dt>${t('lecture.speaker')}</dt><dd>${l.speaker}</dd>
    <dt>${t('lecture.when')}</dt><dd>${when(l)}</dd>
    ${l.status === 'PUBLISHED' ? html`<dt>${t('public.seats')}</dt><dd>${t('public.left-of', {n: seatsLeft(l), of: num(l.capacity)})}</dd>` : nothing}</dl>
    ${l.status === 'PUBLISHED' ? html`<p><a class="btn pri" href=${`/lectures/${encodeURIComponent(l.lectureId)}`}>${t('public.register')}</a></p>` : nothing}</section>`;
