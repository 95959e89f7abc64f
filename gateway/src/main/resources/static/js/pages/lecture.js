/** One special lecture: a seat in it for a student, who comes for staff. */
import {html, nothing, repeat, t, fullTime, num, word, compareText, head, note, when, lectureTag, Loaded, Reloading, show, say, save, copy, addWords} from '../ui.js';
import {getTagged, getAll, getCsv, post, put, remove, isStaff, isStudent, Problem} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {again, seatsLeft} from './lectures.js';
import {nameOf} from '../cohorts.js';
import {Notes} from './notes.js';
import {publicAddress} from './public-lecture.js';
import {Questions} from './questions.js';
import {present} from './students.js';

await Promise.all([addWords('questions'), addWords('notes')]);

/** Where there is no stream. */
const RELOAD_MS = 10_000;
/** From news of a stream to a load, which each page puts off for a time of its own. */
const NEWS_MS = 1_000;
const SEATS = ['status', 'capacity', 'registered', 'unconfirmed', 'waiting'];
const REASONS = ['SPEAKER_UNAVAILABLE', 'PLACE_UNAVAILABLE', 'TOO_FEW_STUDENTS', 'RESCHEDULED', 'OTHER'];

const why = cancellation => [cancellation?.reason && word('cancelled', cancellation.reason), cancellation?.note].filter(Boolean).join(' · ') || nothing;

export function lecture(page, lectureId) {
  return new LecturePage(page, lectureId);
}

class LecturePage {
  #path; #data; #names = null; #registrations = null; #dialogs; #paint; #page; #busy = false; #problem = null; #answer = null; #questions = null; #written = null; #id; #reloading;

  constructor(page, lectureId) {
    this.#page = page;
    this.#id = lectureId;
    this.#paint = page.paint;
    this.#path = `/api/lectures/${encodeURIComponent(lectureId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async signal => {
      const {body, etag} = await getTagged(this.#path, signal);
      if (isStaff()) this.#loadRegistrations(body);
      this.#follow(body);
      if (this.#hasBegun(body)) this.#written ??= new Notes(page, this.#path);
      return {...body, etag};
    });
    this.#reloading = new Reloading(page, () => this.#data.again(), () => NEWS_MS * (.5 + Math.random()));
    again(page, () => page.live?.state === 'on' || this.#data.again(), RELOAD_MS);
  }

  /** From its publication on there are questions, and the page hears of them and of the seats. */
  #follow({status}) {
    if (this.#questions || status === 'DRAFT') return;
    this.#questions = new Questions(this.#page, this.#path, this.#id, id => this.#nameOfStudent(id));
    this.#page.openLive(`${this.#path}/stream`, figures => this.#news(figures), () => this.#data.again());
  }

  /** From then on there may be notes; they come first once it was held. */
  #hasBegun({status, startsAt}) {
    return status === 'HELD' || status === 'PUBLISHED' && Date.parse(startsAt) <= Date.now();
  }

  #nameOfStudent(id) {
    const known = this.#names?.value?.get(id);
    return known ? nameOf(known) : null;
  }

  #news(figures) {
    const held = this.#data.value;
    this.#questions.news(figures);
    if (held && SEATS.some(name => held[name] !== figures[name])) this.#reloading.soon();
  }

  title() { return this.#data.value?.title ?? t('nav.lectures'); }

  view() {
    const l = this.#data.value;
    return html`${l ? head(l.title, html`${when(l)}${l.place ? ` · ${l.place}` : ''}`, html`${lectureTag(l)}${this.#share(l)}${isStaff() ? this.#actions(l) : nothing}`)
      : html`<h1 tabindex="-1" class="sr">${t('nav.lectures')}</h1>`}
      ${show(this.#data, value => this.#body(value))}${this.#dialogs.view()}`;
  }

  #body(l) {
    return html`${this.#notes(l)}
      <div class="cols"><div class="stack5">${l.status === 'HELD' ? this.#written?.view() : nothing}${isStudent() ? this.#seat(l) : nothing}${l.status === 'HELD' ? nothing : this.#written?.view() ?? nothing}${this.#about(l)}${this.#questions?.view(l) ?? nothing}${isStaff() ? this.#list(l) : nothing}</div>
      <section class="panel"><h2>${t('lecture.seats')}</h2><dl class="facts">
        <dt>${t('lecture.capacity')}</dt><dd>${num(l.capacity)}</dd>
        <dt>${t('lecture.registered')}</dt><dd>${num(l.registered)}${l.unconfirmed ? html` <span class="muted">${t('lecture.unconfirmed', {n: l.unconfirmed})}</span>` : nothing}</dd>
        <dt>${t('lecture.queue')}</dt><dd>${num(l.waiting)}</dd>
        ${l.registrationOpensAt ? html`<dt>${t('lecture.opens')}</dt><dd>${fullTime(l.registrationOpensAt)}</dd>` : nothing}
        ${l.registrationClosesAt ? html`<dt>${t('lecture.closes')}</dt><dd>${fullTime(l.registrationClosesAt)}</dd>` : nothing}</dl></section></div>`;
  }

  #notes(l) {
    if (l.status === 'CANCELLED') return note('warn', t('lecture.cancelled'), why(l.cancellation));
    if (l.status === 'DRAFT') return note('', t('lecture.is-draft'), t('lecture.is-draft-detail'));
    if (l.registered > l.capacity) return note('warn', t('lecture.over', {n: l.registered, of: l.capacity}), t('lecture.over-detail'));
    return nothing;
  }

  #about(l) {
    return html`<section class="panel prose"><h2>${t('lecture.about')}</h2><p><b>${l.speaker}</b></p>
      ${(l.abstract ?? '').split(/\n{2,}/).filter(Boolean).map(text => html`<p>${text}</p>`)}</section>`;
  }

  #share(l) {
    if (l.status === 'DRAFT') return nothing;
    const address = publicAddress(l.lectureId);
    return html`<button class="btn" @click=${() => this.#dialogs.tell(() => t('lecture.share'), () => html`<p>${t('lecture.share-intro')}</p>
      <code class="once">${address}</code><div><button class="btn pri" @click=${() => copy(address)}>${t('copy')}</button></div>`)}>${t('lecture.share')}</button>`;
  }

  // ---- a student's seat -------------------------------------------------------------------------------------

  #seat(l) {
    const {mine} = l;
    return html`<section class="panel" aria-busy=${this.#busy}><h2>${t('lecture.your-seat')}</h2>
      <p role="status">${this.#answer ?? this.#standing(l)}</p>
      ${this.#problem ? html`<p class="err" role="alert">${problemText(this.#problem)}</p>` : nothing}
      <div class="row">${mine ? this.#kept(l) : this.#free(l)}</div></section>`;
  }

  #standing({mine, ...l}) {
    if (!mine) return l.status !== 'PUBLISHED' ? t('lecture.no-seat') : seatsLeft(l) && !l.waiting ? t('lecture.left', {n: seatsLeft(l)}) : t('lecture.full');
    if (mine.state === 'WAITING') return t('lecture.in-line', {n: num(mine.position)});
    return mine.confirmBy ? t('lecture.offered', {time: fullTime(mine.confirmBy)}) : t('lecture.have-seat');
  }

  #kept(l) {
    if (l.status !== 'PUBLISHED') return nothing;
    const {mine} = l;
    const leave = t(mine.state === 'WAITING' ? 'lecture.leave-line' : mine.confirmBy ? 'lecture.decline' : 'lecture.give-up');
    return html`${mine.confirmBy ? this.#button('pri', t('lecture.confirm'), () => put(`${this.#path}/registrations/me/confirmation`)) : nothing}
      ${this.#button('', leave, () => remove(`${this.#path}/registrations/me`), 'lecture.gave-up')}`;
  }

  #free(l) {
    if (l.status !== 'PUBLISHED' || Date.parse(l.registrationClosesAt ?? l.startsAt) <= Date.now()) return nothing;
    if (l.registrationOpensAt && Date.parse(l.registrationOpensAt) > Date.now()) {
      return html`<p>${t('lecture.opens-at', {time: fullTime(l.registrationOpensAt)})}</p>`;
    }
    const line = !seatsLeft(l) || l.waiting;
    return this.#button('pri', t(line ? 'lecture.join-line' : 'lecture.register'), () => put(`${this.#path}/registrations/me`));
  }

  #button(kind, text, send, done) {
    return html`<button class=${`btn ${kind}`} aria-disabled=${this.#busy ? 'true' : nothing} @click=${() => this.#decide(send, done)}>${text}</button>`;
  }

  /** What the server answers decides, not what the page showed before. */
  async #decide(send, done) {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = null;
    this.#answer = null;
    this.#paint();
    try {
      const mine = await send();
      const l = {...this.#data.value, mine: !mine || mine.state === 'NONE' ? null : mine};
      this.#answer = done ? t(done) : this.#standing(l);
      say(this.#answer);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
    }
    this.#busy = false;
    await this.#data.again();
    this.#answer = null;
    this.#paint();
  }

  // ---- staff ------------------------------------------------------------------------------------------------

  #actions(l) {
    const button = (key, action, kind = '') => html`<button class=${`btn ${kind}`} @click=${action}>${t(key)}</button>`;
    const started = Date.parse(l.startsAt) <= Date.now();
    return html`
      ${l.status === 'DRAFT' || l.status === 'PUBLISHED' ? html`<a class="btn" href=${`/lectures/${encodeURIComponent(l.lectureId)}/edit`}>${t('edit')}</a>${button('lecture.cancel', () => this.#cancel(l))}` : nothing}
      ${l.status === 'PUBLISHED' && started ? button('lecture.hold', () => this.#hold(l), 'pri') : nothing}
      ${l.status === 'DRAFT' ? button('lecture.publish', () => this.#publish(l), 'pri') : nothing}`;
  }

  #ask(l, options) {
    this.#dialogs.ask({fields: () => [], ...options, done: () => this.#data.again()});
  }

  #publish(l) {
    this.#ask(l, {
      title: () => t('lecture.publish'),
      intro: () => t('lecture.publish-intro', {title: l.title, n: l.capacity}),
      verb: () => t('lecture.publish'),
      submit: (_, key) => post(`${this.#path}/publication`, {key}),
      said: () => t('lecture.published-said', {title: l.title}),
    });
  }

  #cancel(l) {
    this.#ask(l, {
      title: () => t('lecture.cancel'),
      intro: () => t('lecture.cancel-intro', {title: l.title, n: l.registered + l.waiting}),
      fields: () => [
        {name: 'reason', label: t('lecture.reason'), type: 'select', options: REASONS.map(value => ({value, label: word('cancelled', value)}))},
        {name: 'note', label: t('lecture.cancel-note'), type: 'textarea', hint: t('lecture.reason-hint')},
      ],
      verb: () => t('lecture.cancel'),
      submit: (values, key) => post(`${this.#path}/cancellation`, {json: present(values), key}),
      said: () => t('lecture.cancelled-said', {title: l.title}),
    });
  }

  #hold(l) {
    this.#ask(l, {
      title: () => t('lecture.hold'),
      intro: () => t('lecture.hold-intro', {title: l.title}),
      verb: () => t('lecture.hold'),
      submit: (_, key) => post(`${this.#path}/holding`, {key}),
      said: () => t('lecture.held-said', {title: l.title}),
    });
  }

  #loadRegistrations(l) {
    this.#names ??= new Loaded(this.#page, async signal => {
      const rosters = await Promise.all(l.cohortIds.map(id => getAll(`/api/cohorts/${encodeURIComponent(id)}/enrollments`, signal)));
      return new Map(rosters.flat().map(e => [e.studentId, e]));
    });
    if (this.#registrations) this.#registrations.again();
    else this.#registrations = new Loaded(this.#page, signal => getAll(`${this.#path}/registrations`, signal));
  }

  #list(l) {
    if (l.status === 'DRAFT' || !this.#registrations) return nothing;
    return show(this.#registrations, rows => html`<section class="panel"><header><h2>${t('lecture.who-comes')}</h2>
      <button class="btn sm" @click=${async () => save(await getCsv(`${this.#path}/registrations`, this.#page.signal), `${l.lectureId}-registrations.csv`)}>CSV</button></header>
      ${rows.length ? this.#table(l, rows) : html`<p>${t('lecture.nobody-yet')}</p>`}</section>`);
  }

  #table(l, rows) {
    const named = this.#names?.value;
    const name = row => named?.has(row.studentId) ? nameOf(named.get(row.studentId)) : row.studentId;
    const place = row => row.state === 'WAITING' ? row.position : 0;
    const sorted = rows.toSorted((a, b) => place(a) - place(b) || compareText(name(a), name(b)));
    const started = Date.parse(l.startsAt) <= Date.now();
    return html`<div class="tw"><table class="cards mid"><caption class="sr">${t('lecture.who-comes')}</caption><thead><tr><th scope="col">${t('col.name')}</th><th scope="col">${t('col.status')}</th>
      <th scope="col">${t('actions')}</th></tr></thead><tbody>${repeat(sorted, row => row.studentId, row => html`<tr>
        <th scope="row">${named?.has(row.studentId) ? html`<a href=${`/students/${encodeURIComponent(named.get(row.studentId).enrollmentId)}`}>${name(row)}</a>` : name(row)}</th>
        <td>${this.#state(row)}</td>
        <td>${l.status === 'PUBLISHED' && !started ? html`<button class="btn sm" @click=${() => this.#takeOut(l, row, name(row))}>${t('lecture.take-out')}</button>` : nothing}
          ${started && row.state === 'REGISTERED' && l.status !== 'CANCELLED' ? html`<button class="btn sm" @click=${() => this.#mark(row)}>${t(row.attended === false ? 'lecture.mark-came' : 'lecture.mark-missed')}</button>` : nothing}</td></tr>`)}</tbody></table></div>`;
  }

  #state(row) {
    if (row.attended === false) return html`<span class="tag w">${t('lecture.missed')}</span>`;
    if (row.state === 'WAITING') return html`<span class="tag w">${t('lecture.mine-waiting', {n: num(row.position)})}</span>`;
    return row.confirmBy ? html`<span class="tag w">${t('lecture.offered-until', {time: fullTime(row.confirmBy)})}</span>` : html`<span class="tag o">${t('lecture.mine')}</span>`;
  }

  #takeOut(l, row, name) {
    this.#ask(l, {
      title: () => t('lecture.take-out'),
      intro: () => t('lecture.take-out-intro', {name}),
      verb: () => t('lecture.take-out'),
      submit: () => remove(`${this.#path}/registrations/${encodeURIComponent(row.studentId)}`),
      said: () => t('lecture.taken-out-said', {name}),
    });
  }

  async #mark(row) {
    try {
      await put(`${this.#path}/registrations/${encodeURIComponent(row.studentId)}/attendance`, {json: {attended: row.attended === false}});
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#dialogs.tell(() => t('failed.title'), () => html`<p>${problemText(problem)}</p>`);
    }
    this.#registrations.again();
  }
}
