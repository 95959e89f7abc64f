/** The week: what is next, its days with sessions and special lectures, and links for the calendar of a phone. */
import {html, nothing, repeat, t, num, word, head, day, fullDay, when, wallClock, today, addDays, Loaded, show, empty} from '../ui.js';
import {get, getAll, isStaff, isStudent} from '../api.js';
import {CalendarLinks} from '../calendar-links.js';
import {again} from './lectures.js';

const RELOAD_MS = 60_000;
const TICK_MS = 20_000;
const MINUTE_MS = 60_000;
/** So far ahead it is looked for what comes next. */
const AHEAD_DAYS = 14;
/** As minutes up to here, as a day and an hour beyond. */
const MINUTES_MAX = 120;

// ---- pages --------------------------------------------------------------------------------------------------

/** Of a student and an instructor the own week; of staff that of one of their cohorts. */
export function week(page) {
  return isStaff() ? weekOfStaff(page) : new Week(page, {
    path: '/week',
    sessions: (from, until, signal) => get(`/api/me/sessions?from=${from}&until=${until}`, signal).then(all => all.items),
    lectures: signal => isStudent() ? getAll('/api/lectures', signal) : [],
    links: isStudent() ? new CalendarLinks(page, '/api/me', 'mine') : null,
  });
}

export const calendar = (page, cohortId) => new Week(page, ofCohort(page, cohortId));

function ofCohort(page, cohortId) {
  const id = encodeURIComponent(cohortId);
  return {
    path: `/c/${id}/calendar`,
    cohort: signal => get(`/api/cohorts/${id}`, signal),
    sessions: (from, until, signal) => getAll(`/api/cohorts/${id}/sessions?from=${from}&until=${until}`, signal),
    lectures: signal => getAll(`/api/lectures?cohortId=${id}`, signal),
    links: new CalendarLinks(page, `/api/cohorts/${id}`, 'cohort'),
  };
}

function weekOfStaff(page) {
  let it = null;
  const data = new Loaded(page, async signal => {
    const cohorts = await getAll('/api/cohorts', signal);
    const runs = c => c.status === 'OPEN' && c.startDate <= today(c.timeZone) && c.endDate >= today(c.timeZone);
    const chosen = cohorts.find(c => c.cohortId === page.query.get('cohort')) ?? cohorts.find(runs) ?? cohorts[0];
    if (chosen && !it) it = new Week(page, {...ofCohort(page, chosen.cohortId), path: '/week', chosen: chosen.cohortId});
    return cohorts;
  });
  const choose = event => page.go(`/week?cohort=${encodeURIComponent(event.target.value)}`);
  const choice = cohorts => html`<div class="field"><label for="f-cohort">${t('week.cohort')}</label>
    <select id="f-cohort" @change=${choose}>${cohorts.map(c => html`<option value=${c.cohortId} ?selected=${c.cohortId === it.chosen}>${c.name}</option>`)}</select></div>`;
  return {
    title: () => t('week.title'),
    view: () => it && data.value ? it.view(choice(data.value))
      : html`${head(t('week.title'))}${show(data, () => html`<section class="panel prose">${empty(t('lecture.no-cohort'), html`<a class="btn pri" href="/cohorts/new">${t('cohort.open')}</a>`)}</section>`)}`,
  };
}

// ---- a week -------------------------------------------------------------------------------------------------

const mondayOf = date => addDays(date, 1 - (new Date(date).getUTCDay() || 7));

const DATE = /^\d{4}-\d\d-\d\d$/;

class Week {
  #page; #of; #monday; #data; #cohort = null;

  /**
   * @param of {path, sessions(from, until, signal), lectures(signal), cohort?(signal), links?, chosen?}: where it comes from
   */
  constructor(page, of) {
    this.#page = page;
    this.#of = of;
    const asked = page.query.get('week') ?? '';
    this.#monday = mondayOf(DATE.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today());
    this.#data = new Loaded(page, signal => this.#load(signal));
    again(page, this.#data.again, RELOAD_MS);
    // Minutes go by without news.
    const timer = setInterval(page.paint, TICK_MS);
    page.onLeave(() => clearInterval(timer));
    this.#focusAsked();
  }

  get chosen() { return this.#of.chosen; }

  title() { return t('week.title'); }

  cohort() { return this.#of.cohort && (this.#cohort ?? undefined); }

  async #load(signal) {
    const now = today();
    const [cohort, shown, ahead, lectures] = await Promise.all([
      this.#of.cohort?.(signal),
      this.#of.sessions(this.#monday, addDays(this.#monday, 6), signal),
      this.#of.sessions(now, addDays(now, AHEAD_DAYS), signal),
      this.#of.lectures(signal),
    ]);
    this.#cohort = cohort ?? null;
    const special = lectures.filter(l => l.status !== 'DRAFT').map(lecture);
    const bySession = [...new Map([...shown, ...ahead].map(s => [s.sessionId, session(s)])).values()];
    return [...bySession, ...special].sort((a, b) => a.starts - b.starts || a.key.localeCompare(b.key));
  }

  /** Somebody followed a link to one session: the focus is there once it is shown. */
  async #focusAsked() {
    const asked = this.#page.query.get('session');
    if (!asked) return;
    for (let tries = 0; tries < 50 && !this.#page.signal.aborted; tries++) {
      const entry = document.getElementById(`s-${asked}`);
      if (entry) {
        entry.focus();
        entry.scrollIntoView({block: 'center'});
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  /** @param choice of a cohort, drawn beside the heading */
  view(choice) {
    const sunday = addDays(this.#monday, 6);
    const to = date => `${this.#of.path}?${new URLSearchParams({...this.#of.chosen ? {cohort: this.#of.chosen} : {}, week: date})}`;
    const isThis = this.#monday === mondayOf(today());
    return html`${head(t('week.title'), html`${this.#cohort ? html`${this.#cohort.name} · ` : nothing}${fullDay(this.#monday)} – ${fullDay(sunday)}`, html`
        ${choice ?? nothing}
        <a class="btn" href=${to(addDays(this.#monday, -7))}>${t('week.before')}</a>
        ${isThis ? nothing : html`<a class="btn" href=${to(today())}>${t('week.this')}</a>`}
        <a class="btn" href=${to(addDays(this.#monday, 7))}>${t('week.after')}</a>
        ${isStaff() && this.#cohort ? html`<a class="btn" href=${`/c/${encodeURIComponent(this.#cohort.cohortId)}/curriculum`}>${t('curriculum.edit')}</a>` : nothing}`)}
      ${show(this.#data, all => html`${nextUp(all)}${this.#days(all)}`)}
      ${this.#of.links ? this.#of.links.view() : nothing}`;
  }

  #days(all) {
    const clashes = isStaff() ? clashesOf(all) : new Map();
    const days = Array.from({length: 7}, (_, i) => addDays(this.#monday, i));
    return html`<ol class="week" aria-label=${t('week.days')}>${days.map(date => {
      const entries = all.filter(entry => entry.date === date);
      const isToday = date === today();
      return html`<li class=${`${isToday ? 'now' : ''} ${entries.length ? '' : 'free'}`}>
        <h2>${day(date)}${isToday ? html` <span class="tag o">${t('week.today')}</span>` : nothing}</h2>
        ${entries.length ? html`<ol class="stack2">${repeat(entries, e => e.key, e => entryView(e, clashes.get(e.key) ?? [], this.#cohort))}</ol>`
          : html`<p class="muted small">${t('week.nothing')}</p>`}</li>`;
    })}</ol>`;
  }
}

// ---- entries ------------------------------------------------------------------------------------------------

const moments = it => ({
  startsAt: it.startsAt, endsAt: it.endsAt, timeZone: it.timeZone,
  starts: Date.parse(it.startsAt), ends: Date.parse(it.endsAt), date: wallClock(it.startsAt, it.timeZone).date,
});

const session = s => ({
  ...moments(s), key: `s-${s.sessionId}`, title: s.title, place: s.place, who: s.instructor, whoId: s.instructorId,
  kind: s.kind, cohortId: s.cohortId, sessionId: s.sessionId, cancelled: s.status === 'CANCELLED', counts: true,
});

/** A student's next is only what the student has a seat in. */
const lecture = l => ({
  ...moments(l), key: `l-${l.lectureId}`, title: l.title, place: l.place, who: l.speaker, whoId: null,
  kind: 'SPECIAL_LECTURE', lectureId: l.lectureId, cancelled: l.status === 'CANCELLED', mine: l.mine,
  counts: isStaff() || l.mine?.state === 'REGISTERED',
});

const clock = entry => `${wallClock(entry.startsAt, entry.timeZone).time}–${wallClock(entry.endsAt, entry.timeZone).time}`;

const hereNow = entry => entry.timeZone === Intl.DateTimeFormat().resolvedOptions().timeZone;

function nextUp(all) {
  const now = Date.now();
  const next = all.find(entry => entry.counts && !entry.cancelled && entry.ends > now);
  if (!next) return html`<section class="panel"><h2>${t('week.next')}</h2><p>${t('week.nothing-next', {n: AHEAD_DAYS})}</p></section>`;
  const minutes = Math.ceil((next.starts - now) / MINUTE_MS);
  const until = wallClock(next.endsAt, next.timeZone).time;
  const said = minutes <= 0 ? t('week.runs', {time: until}) : minutes <= MINUTES_MAX ? t('week.in-minutes', {n: minutes}) : when(next);
  return html`<section class="panel" id="next"><h2>${t(minutes <= 0 ? 'week.now' : 'week.next')}</h2>
    <p class="nextup"><b>${titleOf(next)}</b> <span>${said}</span></p>
    <p>${next.place ?? t('week.no-place')}${next.who ? html` · ${next.who}` : nothing}${minutes > 0 && minutes <= MINUTES_MAX ? html` · ${clock(next)}` : nothing}</p></section>`;
}

function titleOf(entry) {
  if (entry.lectureId) return html`<a href=${`/lectures/${encodeURIComponent(entry.lectureId)}`}>${entry.title}</a>`;
  return entry.kind === 'CLINIC' && isStudent() ? html`<a href="/clinics">${entry.title}</a>` : entry.title;
}

function entryView(entry, clashes, cohort) {
  return html`<li class=${`entry ${entry.cancelled ? 'gone' : ''}`} id=${entry.key} tabindex="-1" data-kind=${entry.kind}>
    <p class="small">${clock(entry)}${hereNow(entry) ? nothing : html` <span class="muted">${entry.timeZone}</span>`}</p>
    <p><b>${isStaff() && entry.sessionId && cohort
      ? html`<a href=${`/c/${encodeURIComponent(cohort.cohortId)}/curriculum?session=${encodeURIComponent(entry.sessionId)}`}>${entry.title}</a>` : titleOf(entry)}</b></p>
    ${entry.place || entry.who ? html`<p class="muted small">${[entry.place, entry.who].filter(Boolean).join(' · ')}</p>` : nothing}
    <p><span class="tag">${word('session-kind', entry.kind)}</span>
      ${entry.cancelled ? html`<span class="tag w">${t('session.cancelled')}</span>` : nothing}
      ${entry.mine ? html`<span class=${`tag ${entry.mine.state === 'REGISTERED' && !entry.mine.confirmBy ? 'o' : 'w'}`}>${entry.mine.state === 'WAITING'
        ? t('lecture.mine-waiting', {n: num(entry.mine.position)}) : t(entry.mine.confirmBy ? 'lecture.mine-offered' : 'lecture.mine')}</span>` : nothing}</p>
    ${clashes.map(({other, same}) => html`<p class="small clash">${t(`week.clash-${same}`)} <a href=${`#${other.key}`}>${other.title}</a></p>`)}</li>`;
}

// ---- clashes ------------------------------------------------------------------------------------------------

const plain = place => place?.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** By key of an entry: which others are there, or with the same instructor, at the same time. */
function clashesOf(all) {
  const clashes = new Map();
  const add = (entry, other, same) => clashes.set(entry.key, [...clashes.get(entry.key) ?? [], {other, same}]);
  const taking = all.filter(entry => !entry.cancelled);
  taking.forEach((one, i) => {
    for (const other of taking.slice(i + 1)) {
      if (other.starts >= one.ends) break;
      const same = one.whoId && one.whoId === other.whoId ? 'instructor' : one.place && plain(one.place) === plain(other.place) ? 'place' : null;
      if (same) {
        add(one, other, same);
        add(other, one, same);
      }
    }
  });
  return clashes;
}
