/** The clinics of a cohort, for staff: slots, who has which, what they were told, and who had none yet. */
import {html, nothing, repeat, t, num, word, head, fullDay, fullTime, when, wallClock, instantAt, today, compareText, Loaded, show, empty} from '../ui.js';
import {get, getAll, post, put, patch, remove, Problem} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {nameOf} from '../cohorts.js';
import {changed} from './student.js';
import {present} from './students.js';
import {byStart, clock, deadlines, isOver} from './clinics.js';

const KINDS = ['RESUME_FEEDBACK', 'MENTORING'];

/** Where the interface finds something wrong, and where it was typed. */
const TYPED_AT = {startsAt: 'from'};

export function clinicDesk(page, cohortId) {
  return new ClinicDesk(page, cohortId);
}

class ClinicDesk {
  #page; #id; #path; #data; #dialogs; #cohort = null; #kind = KINDS[0];

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('nav.clinics'); }

  cohort() { return this.#cohort ?? {cohortId: this.#id, name: this.#id}; }

  async #load(signal) {
    const [cohort, clinics, enrollments, instructors, without] = await Promise.all([
      get(this.#path, signal), getAll(`${this.#path}/clinics`, signal), getAll(`${this.#path}/enrollments`, signal),
      getAll('/api/instructors', signal), get(`${this.#path}/clinics/without?kind=${this.#kind}`, signal),
    ]);
    this.#cohort = cohort;
    return {
      clinics: clinics.sort(byStart), without,
      instructors: instructors.sort((a, b) => compareText(a.name, b.name)),
      names: new Map(enrollments.map(e => [e.studentId, nameOf(e)])),
      students: enrollments.filter(e => ['ENROLLED', 'ON_LEAVE'].includes(e.status))
        .map(e => ({value: e.studentId, label: nameOf(e)})).sort((a, b) => compareText(a.label, b.label)),
    };
  }

  view() {
    const all = this.#data.value;
    return html`${head(t('nav.clinics'), this.#cohort && t('clinic.sub', {cohort: this.#cohort.name}), all && html`
        <button class="btn pri" @click=${() => this.#open(all)}>${t('clinic.new')}</button>`)}
      ${show(this.#data, it => html`${this.#without(it)}${this.#clinics(it)}`)}${this.#dialogs.view()}`;
  }

  // ---- who had none -----------------------------------------------------------------------------------------

  #without(all) {
    const choose = async event => {
      this.#kind = event.target.value;
      await this.#data.again();
    };
    const {items, of} = all.without;
    return html`<section class="panel"><header><h2>${t('clinic.without')}</h2>
      <div class="field"><label for="f-kind-of">${t('clinic.kind')}</label><select id="f-kind-of" @change=${choose}>
        ${KINDS.map(kind => html`<option value=${kind} ?selected=${kind === this.#kind}>${word('clinic-kind', kind)}</option>`)}</select></div></header>
      <p>${items.length ? t('clinic.without-n', {n: items.length, of}) : t('clinic.without-nobody', {of})}</p>
      ${items.length ? html`<details class="more"><summary>${t('clinic.without-list')}</summary><ul class="plain">
        ${repeat(items, s => s.studentId, s => html`<li>${all.names.get(s.studentId) ?? s.studentId}${s.bookedFor
          ? html` <span class="muted small">${t('clinic.booked-for', {time: fullTime(s.bookedFor)})}</span>` : nothing}</li>`)}</ul></details>` : nothing}</section>`;
  }

  // ---- clinics ----------------------------------------------------------------------------------------------

  #clinics(all) {
    if (!all.clinics.length) return html`<section class="panel prose">${empty(t('clinic.none'))}</section>`;
    const coming = all.clinics.filter(c => !isOver(c));
    const past = all.clinics.filter(isOver).reverse();
    return html`${coming.length ? repeat(coming, c => c.clinicId, c => this.#clinic(all, c)) : html`<section class="panel"><p>${t('clinic.none-coming')}</p></section>`}
      ${past.length ? html`<details class="more"><summary>${t('clinic.past-n', {n: past.length})}</summary>
        <div class="stack5">${repeat(past, c => c.clinicId, c => this.#clinic(all, c))}</div></details>` : nothing}`;
  }

  #clinic(all, c) {
    const said = `${c.title}, ${when(c)}`;
    return html`<section class="panel"><header><h2>${c.title}</h2><span class="tag">${word('clinic-kind', c.kind)}</span>
        ${c.cancellation ? html`<span class="tag w">${t('session.cancelled')}</span>` : nothing}</header>
      ${c.cancellation?.reason ? html`<p class="muted">${c.cancellation.reason}</p>` : nothing}
      <dl class="facts"><dt>${t('session.when')}</dt><dd>${when(c)}</dd>
        <dt>${t('clinic.practitioner')}</dt><dd>${c.instructor ?? ''}</dd>
        ${c.place ? html`<dt>${t('session.place')}</dt><dd>${c.place}</dd>` : nothing}${deadlines(c)}</dl>
      <table class="cards mid"><caption class="sr">${t('clinic.slots-of', {title: c.title})}</caption>
        <thead><tr><th scope="col">${t('clinic.slot')}</th><th scope="col">${t('clinic.students')}</th><th scope="col" class="num">${t('clinic.places')}</th>
          <th scope="col"><span class="sr">${t('actions')}</span></th></tr></thead>
        <tbody>${repeat(c.slots, s => s.slotId, s => this.#slot(all, c, s))}</tbody></table>
      ${c.cancellation ? nothing : html`<div class="row">
        <button class="btn sm" @click=${() => this.#edit(all, c)}>${t('edit')}<span class="sr"> ${said}</span></button>
        <button class="btn sm" @click=${() => this.#cancel(c, null)}>${t('clinic.cancel')}<span class="sr"> ${said}</span></button></div>`}</section>`;
  }

  #slot(all, c, s) {
    const time = clock(s, c.timeZone);
    const gone = c.cancellation || s.cancellation;
    return html`<tr><th scope="row">${time}${s.cancellation ? html` <span class="tag w">${t('session.cancelled')}</span>` : nothing}</th>
      <td class="all"><ul class="plain">${repeat(s.students, p => p.studentId, p => this.#place(all, c, p))}</ul></td>
      <td class="num" data-l=${t('clinic.places')}>${t('lecture.taken-of', {n: s.booked, of: c.capacity})}</td>
      <td class="num all">${gone ? nothing : html`<div class="row">
        ${s.booked < c.capacity ? html`<button class="btn sm" @click=${() => this.#bookFor(all, c, s)}>${t('clinic.book-for')}<span class="sr"> ${time}</span></button>` : nothing}
        <button class="btn sm" @click=${() => this.#cancel(c, s)}>${t('clinic.cancel-slot')}<span class="sr"> ${time}</span></button></div>`}</td></tr>`;
  }

  #place(all, c, p) {
    const name = all.names.get(p.studentId) ?? p.studentId;
    return html`<li><span>${name}</span> <span class="row">
      <button class="btn sm" @click=${() => this.#tell(c, p, name)}>${t(p.told ? 'clinic.feedback-edit' : 'clinic.feedback-write')}<span class="sr"> ${name}</span></button>
      <button class="btn sm" @click=${() => this.#remove(c, p, name)}>${t('clinic.remove')}<span class="sr"> ${name}</span></button></span></li>`;
  }

  // ---- opening and editing ----------------------------------------------------------------------------------

  #fields = (all, isNew, clash, zone) => () => [
    {name: 'kind', label: t('clinic.kind'), type: 'select', required: true, options: KINDS.map(value => ({value, label: word('clinic-kind', value)}))},
    {name: 'title', label: t('session.title'), required: true},
    {name: 'instructorId', label: t('clinic.practitioner'), type: 'select', required: true, options: all.instructors.map(i => ({value: i.instructorId, label: i.name}))},
    {name: 'date', label: t('session.date'), type: 'date', required: true, min: this.#cohort.startDate, max: this.#cohort.endDate,
      hint: t('curriculum.span', {from: fullDay(this.#cohort.startDate), until: fullDay(this.#cohort.endDate)})},
    {name: 'from', label: t('lecture.from'), type: 'time', required: true, hint: t('lecture.zone-hint', {zone})},
    {name: 'minutes', label: t('clinic.minutes'), type: 'number', required: true, min: 5, max: 480},
    ...isNew ? [{name: 'slots', label: t('clinic.slots'), type: 'number', required: true, min: 1, max: 40, hint: t('clinic.slots-hint')}] : [],
    {name: 'capacity', label: t('clinic.capacity'), type: 'number', required: true, min: 1, max: 100, hint: isNew ? undefined : t('clinic.capacity-hint')},
    {name: 'place', label: t('session.place')},
    {name: 'bookUntil', label: t('clinic.book-until'), type: 'datetime-local', hint: t('clinic.until-hint')},
    {name: 'cancelUntil', label: t('clinic.cancel-until'), type: 'datetime-local', hint: t('clinic.until-hint')},
    ...isNew ? [] : [{name: 'reason', label: t('clinic.reason'), type: 'textarea', hint: t('clinic.reason-hint')}],
    {name: 'overridePlace', label: t('session.place-taken'), type: 'checks', when: () => clash.place, options: [{value: 'YES', label: t('session.all-the-same')}]},
  ];

  /** Asks for a clinic; a clash names the session that is in the way. */
  #ask(all, isNew, zone, options, send) {
    const clash = {place: false, with: null};
    this.#dialogs.ask({
      ...options,
      fields: this.#fields(all, isNew, clash, zone),
      extra: () => clash.with ? html`<p class="note warn">${t('session.in-the-way')} ${clash.with.title}, ${when(clash.with)}</p>` : nothing,
      submit: async (values, key) => {
        clash.with = null;
        try {
          return await send(asClinic(values, zone), key);
        } catch (problem) {
          clash.place = problem.code === 'PLACE_TAKEN';
          problem.errors?.forEach(e => { e.field = TYPED_AT[e.field] ?? e.field; });
          // Of a cohort that the reader does not work with it is not told.
          if (problem.body?.about) clash.with = await get(problem.body.about).catch(() => null);
          throw problem;
        }
      },
      done: this.#data.again,
    });
  }

  #open(all) {
    const zone = this.#cohort.timeZone;
    this.#ask(all, true, zone, {
      title: () => t('clinic.new'),
      values: {kind: this.#kind, title: word('clinic-kind', this.#kind), date: today(zone), from: '14:00', minutes: 30, slots: 6, capacity: 1},
      verb: () => t('clinic.open'),
      said: made => t('clinic.opened-said', {title: made.title, n: made.slots.length}),
    }, (json, key) => post(`${this.#path}/clinics`, {json: present(json), key}));
  }

  #edit(all, c) {
    const start = wallClock(c.startsAt, c.timeZone);
    const local = instant => instant ? Object.values(wallClock(instant, c.timeZone)).join('T') : '';
    const before = {
      kind: c.kind, title: c.title, instructorId: c.instructorId, date: start.date, from: start.time, minutes: c.minutes,
      capacity: c.capacity, place: c.place ?? '', bookUntil: local(c.bookUntil), cancelUntil: local(c.cancelUntil), reason: '',
    };
    const sent = asClinic(before, c.timeZone);
    this.#ask(all, false, c.timeZone, {
      title: () => t('clinic.edit', {title: c.title}),
      values: before,
      verb: () => t('save'),
      said: () => t('saved'),
    }, json => patch(`/api/clinics/${encodeURIComponent(c.clinicId)}`, {json: changed(sent, json), ifMatch: `"${c.version}"`}));
  }

  #cancel(c, slot) {
    this.#dialogs.ask({
      title: () => t(slot ? 'clinic.cancel-slot' : 'clinic.cancel'),
      intro: () => t('clinic.cancel-intro', {title: c.title, when: slot ? clock(slot, c.timeZone) : when(c)}),
      fields: () => [{name: 'reason', label: t('clinic.reason'), type: 'textarea', required: true, hint: t('clinic.reason-hint')}],
      verb: () => t(slot ? 'clinic.cancel-slot' : 'clinic.cancel'),
      submit: (values, key) => post(`/api/clinics/${encodeURIComponent(c.clinicId)}/cancellation`,
        {json: slot ? {...values, slotId: slot.slotId} : values, key}),
      said: () => t('clinic.cancelled-said'),
      done: this.#data.again,
    });
  }

  // ---- places and feedback ----------------------------------------------------------------------------------

  #bookFor(all, c, s) {
    this.#dialogs.ask({
      title: () => t('clinic.book-for'),
      intro: () => `${c.title}, ${clock(s, c.timeZone)}`,
      fields: () => [{name: 'studentId', label: t('clinic.student'), type: 'select', required: true, options: all.students, hint: t('clinic.book-for-hint')}],
      verb: () => t('clinic.book'),
      submit: values => put(`/api/clinics/${encodeURIComponent(c.clinicId)}/bookings/${encodeURIComponent(values.studentId)}`, {json: {slotId: s.slotId}}),
      said: () => t('clinic.booked-said', {time: clock(s, c.timeZone)}),
      done: this.#data.again,
    });
  }

  #remove(c, p, name) {
    this.#dialogs.confirm({
      title: () => t('clinic.remove-title', {name}),
      intro: () => t('clinic.remove-intro'),
      verb: () => t('clinic.remove'),
      submit: () => remove(`/api/clinics/${encodeURIComponent(c.clinicId)}/bookings/${encodeURIComponent(p.studentId)}`),
      said: () => t('clinic.removed-said', {name}),
      done: this.#data.again,
    });
  }

  async #tell(c, p, name) {
    const path = `/api/clinics/${encodeURIComponent(c.clinicId)}/feedback`;
    let before = '';
    try {
      if (p.told) before = (await get(path, this.#page.signal)).items.find(each => each.studentId === p.studentId)?.text ?? '';
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // Without what was written before, saving would write over it.
      this.#dialogs.tell(t('clinic.feedback-for', {name}), () => html`<p class="err" role="alert">${problemText(problem)}</p>`);
      return;
    }
    this.#dialogs.ask({
      title: () => t('clinic.feedback-for', {name}),
      intro: () => t('clinic.feedback-intro'),
      fields: () => [{name: 'text', label: t('clinic.feedback'), type: 'textarea', required: true, hint: t('clinic.feedback-hint', {n: num(4000)})}],
      values: {text: before},
      verb: () => t('save'),
      submit: values => put(`${path}/${encodeURIComponent(p.studentId)}`, {json: values}),
      said: () => t('clinic.told-said', {name}),
      done: this.#data.again,
    });
  }
}

/** As the interface wants it. */
function asClinic({date, from, overridePlace, ...values}, timeZone) {
  return {...values, startsAt: instantAt(date, from, timeZone), ...overridePlace?.length ? {overridePlace: true} : {}};
}
