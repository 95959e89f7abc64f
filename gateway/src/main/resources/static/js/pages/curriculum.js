/** The curriculum of a cohort, for staff: its modules, its sessions, and who teaches. */
import {html, nothing, repeat, t, num, word, head, fullDay, when, wallClock, instantAt, today, compareText, Loaded, show, empty} from '../ui.js';
import {get, getAll, post, patch} from '../api.js';
import {Dialogs} from '../form.js';
import {changed} from './student.js';
import {present} from './students.js';

const KINDS = ['LECTURE', 'LAB', 'TEAM_ACTIVITY', 'CLINIC'];
const AFFILIATIONS = ['IN_HOUSE', 'EXTERNAL'];
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** Where the interface finds something wrong, and where it was typed. */
const TYPED_AT = {startsAt: 'from', endsAt: 'until', 'repeat.until': 'repeatUntil', 'repeat.weekdays': 'weekdays', repeat: 'repeats'};

export function curriculum(page, cohortId) {
  return new Curriculum(page, cohortId);
}

class Curriculum {
  #page; #id; #path; #data; #dialogs; #cohort = null; #module = ''; #asked;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#asked = page.query.get('session');
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('curriculum.title'); }

  cohort() { return this.#cohort ?? {cohortId: this.#id, name: this.#id}; }

  async #load(signal) {
    const [cohort, modules, sessions, instructors, teams] = await Promise.all([
      get(this.#path, signal), getAll(`${this.#path}/modules`, signal), getAll(`${this.#path}/sessions`, signal), getAll('/api/instructors', signal), get(`${this.#path}/teams`, signal),
    ]);
    this.#cohort = cohort;
    const all = {cohort, modules, sessions, teams: teams.items, instructors: instructors.sort((a, b) => compareText(a.name, b.name))};
    const asked = sessions.find(s => s.sessionId === this.#asked);
    this.#asked = null;
    if (asked && asked.status !== 'CANCELLED') queueMicrotask(() => this.#editSession(all, asked));
    return all;
  }

  view() {
    const all = this.#data.value;
    return html`${head(t('curriculum.title'), this.#cohort && t('curriculum.sub', {cohort: this.#cohort.name}), all && html`
        <button class="btn pri" @click=${() => this.#newSession(all)}>${t('session.new')}</button>
        <button class="btn" @click=${() => this.#newModule()}>${t('module.new')}</button>
        <button class="btn" @click=${() => this.#newInstructor()}>${t('instructor.new')}</button>
        <button class="btn" @click=${() => this.#copy()}>${t('copying.button')}</button>
        <a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/calendar`}>${t('curriculum.week')}</a>`)}
      ${show(this.#data, it => html`${this.#modules(it)}${this.#sessions(it)}${this.#instructors(it)}`)}${this.#dialogs.view()}`;
  }

  // ---- modules ----------------------------------------------------------------------------------------------

  #modules(all) {
    const count = id => all.sessions.filter(s => s.moduleId === id && s.status !== 'CANCELLED').length;
    return html`<section class="panel"><h2>${t('module.all')}</h2>${all.modules.length ? html`<table class="cards mid"><caption class="sr">${t('module.all')}</caption>
      <thead><tr><th scope="col">${t('module.name')}</th><th scope="col">${t('module.days')}</th><th scope="col" class="num">${t('module.sessions')}</th><th scope="col"><span class="sr">${t('actions')}</span></th></tr></thead>
      <tbody>${repeat(all.modules, m => m.moduleId, m => html`<tr><th scope="row">${m.name}</th>
        <td>${fullDay(m.from)} – ${fullDay(m.until)}</td><td class="num" data-l=${t('module.sessions')}>${num(count(m.moduleId))}</td>
        <td class="num"><button class="btn sm" @click=${() => this.#editModule(m)}>${t('edit')}<span class="sr"> ${m.name}</span></button></td></tr>`)}</tbody></table>`
      : empty(t('module.none'))}</section>`;
  }

  #moduleFields = () => [
    {name: 'name', label: t('module.name'), required: true},
    {name: 'from', label: t('module.from'), type: 'date', required: true, min: this.#cohort.startDate, max: this.#cohort.endDate, hint: this.#span()},
    {name: 'until', label: t('module.until'), type: 'date', required: true, min: this.#cohort.startDate, max: this.#cohort.endDate},
  ];

  #span() { return t('curriculum.span', {from: fullDay(this.#cohort.startDate), until: fullDay(this.#cohort.endDate)}); }

  #newModule() {
    this.#dialogs.ask({
      title: () => t('module.new'),
      fields: this.#moduleFields,
      verb: () => t('module.plan'),
      submit: (values, key) => post(`${this.#path}/modules`, {json: values, key}),
      said: module => t('module.planned-said', {name: module.name}),
      done: this.#data.again,
    });
  }

  #editModule({moduleId, version, name, from, until}) {
    const before = {name, from, until};
    this.#dialogs.ask({
      title: () => t('module.edit', {name}),
      fields: this.#moduleFields,
      values: before,
      verb: () => t('save'),
      submit: values => patch(`/api/modules/${encodeURIComponent(moduleId)}`, {json: changed(before, values), ifMatch: `"${version}"`}),
      said: () => t('saved'),
      done: this.#data.again,
    });
  }

  // ---- sessions ---------------------------------------------------------------------------------------------

  #sessions(all) {
    if (!all.sessions.length) return html`<section class="panel"><h2>${t('session.all')}</h2>${empty(t('session.none'))}</section>`;
    const shown = all.sessions.filter(s => !this.#module || (s.moduleId ?? '-') === this.#module);
    const now = Date.now();
    const coming = shown.filter(s => Date.parse(s.endsAt) >= now);
    const past = shown.filter(s => Date.parse(s.endsAt) < now).reverse();
    const choose = event => {
      this.#module = event.target.value;
      this.#page.paint();
    };
    return html`<section class="panel"><header><h2>${t('session.all')}</h2>
      <div class="field"><label for="f-of-module">${t('session.module')}</label><select id="f-of-module" @change=${choose}>
        <option value="" ?selected=${!this.#module}>${t('session.any-module')}</option>
        ${all.modules.map(m => html`<option value=${m.moduleId} ?selected=${m.moduleId === this.#module}>${m.name}</option>`)}
        <option value="-" ?selected=${this.#module === '-'}>${t('session.no-module')}</option></select></div></header>
      ${coming.length ? this.#table(t('session.coming', {n: coming.length}), coming, all) : html`<p>${t('session.none-coming')}</p>`}
      ${past.length ? html`<details class="more"><summary>${t('session.past', {n: past.length})}</summary>${this.#table(t('session.past', {n: past.length}), past, all)}</details>` : nothing}</section>`;
  }

  #table(title, rows, all) {
    const moduleName = id => all.modules.find(m => m.moduleId === id)?.name ?? '';
    return html`<table class="cards mid"><caption class="sr">${title}</caption>
      <thead><tr><th scope="col">${t('session.title')}</th><th scope="col">${t('session.when')}</th><th scope="col">${t('session.module')}</th>
        <th scope="col">${t('session.instructor')}</th><th scope="col">${t('session.place')}</th><th scope="col"><span class="sr">${t('actions')}</span></th></tr></thead>
      <tbody>${repeat(rows, s => s.sessionId, s => html`<tr><th scope="row">${s.title} <span class="tag">${word('session-kind', s.kind)}</span>${teamNames(s.teamIds, all)}</th>
        <td class="all">${when(s)}</td><td data-l=${s.moduleId ? t('session.module') : nothing}>${moduleName(s.moduleId)}</td>
        <td data-l=${s.instructor ? t('session.instructor') : nothing}>${s.instructor ?? ''}</td><td data-l=${s.place ? t('session.place') : nothing}>${s.place ?? ''}</td>
        <td class="num all">${s.status === 'CANCELLED' ? html`<span class="tag w">${t('session.cancelled')}</span>` : html`<div class="row">
          <button class="btn sm" @click=${() => this.#editSession(all, s)}>${t('edit')}<span class="sr"> ${s.title}, ${when(s)}</span></button>
          <button class="btn sm" @click=${() => this.#cancelSession(s)}>${t('session.cancel')}<span class="sr"> ${s.title}, ${when(s)}</span></button></div>`}</td></tr>`)}</tbody></table>`;
  }

  /** @param clash what stands in the way, as the answer before told it */
  #sessionFields = (all, isNew, clash) => () => [
    {name: 'title', label: t('session.title'), required: true},
    {name: 'kind', label: t('session.kind'), type: 'select', required: true, options: KINDS.map(value => ({value, label: word('session-kind', value)}))},
    {name: 'moduleId', label: t('session.module'), type: 'select', options: all.modules.map(m => ({value: m.moduleId, label: m.name}))},
    {name: 'instructorId', label: t('session.instructor'), type: 'select', options: all.instructors.map(i => ({value: i.instructorId, label: i.name}))},
    {name: 'date', label: t('session.date'), type: 'date', required: true, min: this.#cohort.startDate, max: this.#cohort.endDate, hint: this.#span()},
    {name: 'from', label: t('lecture.from'), type: 'time', required: true},
    {name: 'until', label: t('lecture.until'), type: 'time', required: true, hint: t('lecture.zone-hint', {zone: clash.zone})},
    {name: 'place', label: t('session.place')},
    {name: 'teamIds', label: t('session.teams'), type: 'checks', hint: t('session.teams-hint'), when: () => all.teams.length > 0, options: all.teams.map(x => ({value: x.teamId, label: x.name}))},
    ...isNew ? [
      {name: 'repeats', label: t('session.repeats'), type: 'select', required: true, options: ['ONCE', 'WEEKLY'].map(value => ({value, label: t(`session.repeats-${value}`)}))},
      {name: 'weekdays', label: t('session.weekdays'), type: 'checks', hint: t('session.weekdays-hint'), when: v => v.repeats === 'WEEKLY', options: WEEKDAYS.map(value => ({value, label: t(`weekday.${value}`)}))},
      {name: 'repeatUntil', label: t('session.repeat-until'), type: 'date', required: true, when: v => v.repeats === 'WEEKLY', max: this.#cohort.endDate},
    ] : [],
    {name: 'overridePlace', label: t('session.place-taken'), type: 'checks', when: () => clash.place, options: [{value: 'YES', label: t('session.all-the-same')}]},
  ];

  /** Asks for a session; a clash names the other one, and where it is only about the place it can be kept all the same. */
  #ask(all, isNew, options, zone, send) {
    const clash = {zone, place: false, with: null};
    this.#dialogs.ask({
      ...options,
      fields: this.#sessionFields(all, isNew, clash),
      extra: () => clash.with ? html`<p class="note warn">${t('session.in-the-way')} <a href=${addressOf(clash.with)}>${clash.with.title}, ${when(clash.with)}</a></p>` : nothing,
      submit: async (values, key) => {
        clash.with = null;
        try {
          return await send(asSession(values, zone), key);
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

  #newSession(all) {
    const zone = this.#cohort.timeZone;
    const now = today(zone);
    const day = now > this.#cohort.startDate && now <= this.#cohort.endDate ? now : this.#cohort.startDate;
    this.#ask(all, true, {
      title: () => t('session.new'),
      values: {kind: 'LECTURE', repeats: 'ONCE', date: day, moduleId: this.#module === '-' ? '' : this.#module},
      verb: () => t('session.plan'),
      said: made => made.items ? t('session.planned-many', {n: made.items.length}) : t('session.planned-said', {title: made.title}),
    }, zone, (json, key) => post(`${this.#path}/sessions`, {json: present(json), key}));
  }

  #editSession(all, session) {
    const {timeZone} = session;
    const start = wallClock(session.startsAt, timeZone);
    const before = {
      title: session.title, kind: session.kind, moduleId: session.moduleId ?? '', instructorId: session.instructorId ?? '',
      date: start.date, from: start.time, until: wallClock(session.endsAt, timeZone).time, place: session.place ?? '', teamIds: session.teamIds,
    };
    const sent = asSession(before, timeZone);
    this.#ask(all, false, {
      title: () => t('session.edit', {title: session.title}),
      intro: () => when(session),
      values: before,
      verb: () => t('save'),
      said: () => t('saved'),
    }, timeZone, json => patch(`/api/sessions/${encodeURIComponent(session.sessionId)}`, {json: changed(sent, json), ifMatch: `"${session.version}"`}));
  }

  #cancelSession(session) {
    this.#dialogs.confirm({
      title: () => t('session.cancel'),
      intro: () => t('session.cancel-intro', {title: session.title, when: when(session)}),
      verb: () => t('session.cancel'),
      submit: (_, key) => post(`/api/sessions/${encodeURIComponent(session.sessionId)}/cancellation`, {key, ifMatch: `"${session.version}"`}),
      said: () => t('session.cancelled-said', {title: session.title}),
      done: this.#data.again,
    });
  }

  // ---- copying ----------------------------------------------------------------------------------------------

  async #copy() {
    const others = (await getAll('/api/cohorts', this.#page.signal)).filter(c => c.cohortId !== this.#id)
      .sort((a, b) => b.startDate.localeCompare(a.startDate));
    this.#dialogs.ask({
      title: () => t('copying.button'),
      intro: () => t('copying.intro'),
      fields: () => [{name: 'fromCohortId', label: t('copying.from'), type: 'select', required: true, options: others.map(c => ({value: c.cohortId, label: c.name}))}],
      verb: () => t('copying.verb'),
      submit: (values, key) => post(`${this.#path}/curriculum/copy`, {json: values, key}),
      said: copied => t('copying.said', {n: done([...copied.modules, ...copied.sessions], 'COPIED')}),
      done: async copied => {
        await this.#data.again();
        this.#dialogs.tell(() => t('copying.result'), () => copiedView(copied));
      },
    });
  }

  // ---- who teaches ------------------------------------------------------------------------------------------

  #instructors(all) {
    return html`<section class="panel"><h2>${t('instructor.all')}</h2>${all.instructors.length ? html`<table class="cards mid"><caption class="sr">${t('instructor.all')}</caption>
      <thead><tr><th scope="col">${t('instructor.name')}</th><th scope="col">${t('instructor.affiliation')}</th><th scope="col"><span class="sr">${t('actions')}</span></th></tr></thead>
      <tbody>${repeat(all.instructors, i => i.instructorId, i => html`<tr><th scope="row">${i.name}</th><td>${word('affiliation', i.affiliation)}</td>
        <td class="num"><button class="btn sm" @click=${() => this.#editInstructor(i)}>${t('edit')}<span class="sr"> ${i.name}</span></button></td></tr>`)}</tbody></table>`
      : empty(t('instructor.none'))}</section>`;
  }

  #instructorFields = () => [
    {name: 'name', label: t('instructor.name'), required: true, hint: t('instructor.name-hint')},
    {name: 'affiliation', label: t('instructor.affiliation'), type: 'select', required: true, options: AFFILIATIONS.map(value => ({value, label: word('affiliation', value)}))},
  ];

  #newInstructor() {
    this.#dialogs.ask({
      title: () => t('instructor.new'),
      fields: this.#instructorFields,
      verb: () => t('instructor.add'),
      submit: (values, key) => post('/api/instructors', {json: values, key}),
      said: instructor => t('instructor.added-said', {name: instructor.name}),
      done: this.#data.again,
    });
  }

  #editInstructor({instructorId, version, name, affiliation}) {
    const before = {name, affiliation};
    this.#dialogs.ask({
      title: () => t('instructor.edit', {name}),
      fields: this.#instructorFields,
      values: before,
      verb: () => t('save'),
      submit: values => patch(`/api/instructors/${encodeURIComponent(instructorId)}`, {json: changed(before, values), ifMatch: `"${version}"`}),
      said: () => t('saved'),
      done: this.#data.again,
    });
  }
}

/** As the interface wants it. */
function asSession({date, from, until, repeats, weekdays, repeatUntil, overridePlace, ...values}, timeZone) {
  return {
    ...values, timeZone, startsAt: instantAt(date, from, timeZone), endsAt: instantAt(date, until, timeZone),
    ...repeats === 'WEEKLY' ? {repeat: {until: repeatUntil, ...weekdays.length ? {weekdays} : {}}} : {},
    ...overridePlace?.length ? {overridePlace: true} : {},
  };
}

/** For which teams; of one that is dissolved the name is gone. */
const teamNames = (teamIds, {teams}) => teamIds.length
  ? html` <span class="hint">${teamIds.map(id => teams.find(x => x.teamId === id)?.name ?? t('session.team-gone')).join(', ')}</span>` : nothing;

const done = (rows, outcome) => rows.filter(row => row.outcome === outcome).length;

/** What became of a copy: figures, and each row that was left out with why. */
function copiedView({modules, sessions}) {
  const all = [...modules, ...sessions];
  const left = all.filter(row => row.outcome === 'LEFT_OUT');
  return html`<p>${t('copying.counts', {modules: done(modules, 'COPIED'), sessions: done(sessions, 'COPIED')})}
      ${done(all, 'PRESENT') ? t('copying.present', {n: done(all, 'PRESENT')}) : nothing}</p>
    ${left.length ? html`<table class="cards"><caption>${t('copying.left-out', {n: left.length})}</caption>
      <thead><tr><th scope="col">${t('session.title')}</th><th scope="col">${t('copying.day')}</th><th scope="col">${t('copying.why')}</th></tr></thead>
      <tbody>${left.map(row => html`<tr><th scope="row">${row.title}</th><td>${fullDay(row.day)}</td><td class="all">${row.reason}</td></tr>`)}</tbody></table>` : nothing}`;
}

const addressOf = session => `/c/${encodeURIComponent(session.cohortId)}/calendar?${new URLSearchParams({
  week: wallClock(session.startsAt, session.timeZone).date, session: session.sessionId})}`;
