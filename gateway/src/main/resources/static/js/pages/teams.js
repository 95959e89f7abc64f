/** The teams of a cohort, for staff: who is in which, and who took part in what they did together. */
import {html, nothing, repeat, t, head, when, compareText, Loaded, show, empty, say} from '../ui.js';
import {get, getAll, post, put, patch, remove} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {nameOf} from '../cohorts.js';

export const KIND = 'TEAM_ACTIVITY';

const hasBegun = session => Date.parse(session.startsAt) <= Date.now();

export const newestFirst = (a, b) => Date.parse(b.startsAt) - Date.parse(a.startsAt) || a.sessionId.localeCompare(b.sessionId);

/** Team activities of which it can be said who took part. */
export const activitiesOf = sessions => sessions.filter(s => s.kind === KIND && s.status === 'PLANNED' && hasBegun(s)).sort(newestFirst);

export const participantsOf = sessionId => `/api/sessions/${encodeURIComponent(sessionId)}/participants`;

export function teams(page, cohortId) {
  return new Teams(page, cohortId);
}

class Teams {
  #page; #id; #path; #data; #dialogs; #cohort = null; #open = new Map();

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('nav.teams'); }

  cohort() { return this.#cohort ?? {cohortId: this.#id, name: this.#id}; }

  async #load(signal) {
    const [cohort, listed, enrollments, sessions] = await Promise.all([
      get(this.#path, signal), get(`${this.#path}/teams`, signal), getAll(`${this.#path}/enrollments`, signal), getAll(`${this.#path}/sessions`, signal),
    ]);
    this.#cohort = cohort;
    return {
      teams: listed.items, activities: activitiesOf(sessions),
      names: new Map(enrollments.map(e => [e.studentId, nameOf(e)])),
      students: enrollments.filter(e => ['ENROLLED', 'ON_LEAVE'].includes(e.status))
        .map(e => ({value: e.studentId, label: nameOf(e)})).sort((a, b) => compareText(a.label, b.label)),
    };
  }

  view() {
    const all = this.#data.value;
    return html`${head(t('nav.teams'), this.#cohort && t('team.sub', {cohort: this.#cohort.name}), all && html`
        <button class="btn pri" @click=${() => this.#form(all)}>${t('team.new')}</button>`)}
      ${show(this.#data, it => html`${this.#teams(it)}${this.#activities(it)}`)}${this.#dialogs.view()}`;
  }

  // ---- teams ------------------------------------------------------------------------------------------------

  #teams(all) {
    const placed = new Set(all.teams.flatMap(team => team.members.map(m => m.studentId)));
    const without = all.students.filter(s => !placed.has(s.value));
    return html`<section class="panel"><h2>${t('nav.teams')}</h2>
      ${all.teams.length ? html`<div class="tw"><table class="cards mid"><caption class="sr">${t('nav.teams')}</caption>
        <thead><tr><th scope="col">${t('team.name')}</th><th scope="col">${t('team.members')}</th><th scope="col"><span class="sr">${t('actions')}</span></th></tr></thead>
        <tbody>${repeat(all.teams, team => team.teamId, team => html`<tr><th scope="row">${team.name}</th>
          <td class="all" data-l=${t('team.members')}>${team.members.length ? this.#names(all, team.members.map(m => m.studentId)) : html`<span class="muted">${t('team.nobody')}</span>`}</td>
          <td class="num all"><div class="row"><button class="btn sm" @click=${() => this.#change(all, team)}>${t('edit')}<span class="sr"> ${team.name}</span></button>
            <button class="btn sm" @click=${() => this.#dissolve(team)}>${t('team.dissolve')}<span class="sr"> ${team.name}</span></button></div></td></tr>`)}</tbody></table></div>` : empty(t('team.none'))}
      ${all.teams.length && without.length ? html`<details class="more"><summary>${t('team.without-n', {n: without.length})}</summary>
        <ul class="plain">${repeat(without, s => s.value, s => html`<li>${s.label}</li>`)}</ul></details>` : nothing}</section>`;
  }

  #name(all, studentId) { return all.names.get(studentId) ?? studentId; }

  #names(all, studentIds) { return studentIds.map(id => this.#name(all, id)).sort(compareText).join(', '); }

  /** Whom another team has is not offered. */
  #fields(all, own = null) {
    const elsewhere = new Set(all.teams.filter(team => team !== own).flatMap(team => team.members.map(m => m.studentId)));
    return [
      {name: 'name', label: t('team.name'), required: true},
      {name: 'members', label: t('team.members'), type: 'checks', hint: t('team.members-hint'), options: all.students.filter(s => !elsewhere.has(s.value))},
    ];
  }

  /** With the names by which the team is to know them. */
  #body(all, {name, members}) {
    return {name, members: members.map(studentId => ({studentId, name: this.#name(all, studentId)}))};
  }

  #form(all) {
    this.#dialogs.ask({
      title: () => t('team.new'),
      fields: () => this.#fields(all),
      values: {name: t('team.number', {n: all.teams.length + 1})},
      verb: () => t('team.form'),
      submit: (values, key) => post(`${this.#path}/teams`, {json: this.#body(all, values), key}),
      said: team => t('team.formed-said', {name: team.name}),
      done: () => this.#data.again(),
    });
  }

  #change(all, team) {
    this.#dialogs.ask({
      title: () => t('team.edit', {name: team.name}),
      fields: () => this.#fields(all, team),
      values: {name: team.name, members: team.members.map(m => m.studentId)},
      verb: () => t('save'),
      submit: values => patch(`${this.#path}/teams/${encodeURIComponent(team.teamId)}`, {json: this.#body(all, values)}),
      said: () => t('saved'),
      done: () => this.#data.again(),
    });
  }

  #dissolve(team) {
    this.#dialogs.confirm({
      title: () => t('team.dissolve-title', {name: team.name}),
      intro: () => t('team.dissolve-intro'),
      verb: () => t('team.dissolve'),
      submit: () => remove(`${this.#path}/teams/${encodeURIComponent(team.teamId)}`),
      said: () => t('team.dissolved-said', {name: team.name}),
      done: () => this.#data.again(),
    });
  }

  // ---- who took part ----------------------------------------------------------------------------------------

  #activities(all) {
    return html`<section class="panel"><h2>${t('team.activities')}</h2><p class="muted">${t('team.activities-sub')}</p>
      ${all.activities.length ? repeat(all.activities, s => s.sessionId, s => html`<details class="more" id=${`activity-${s.sessionId}`} @toggle=${e => { if (e.target.open) this.#read(s); }}>
        <summary>${s.title} <span class="muted">${when(s)}</span></summary>${this.#participants(all, s)}</details>`)
      : html`<p>${t('team.no-activity')}</p>`}</section>`;
  }

  async #read(session) {
    try {
      this.#open.set(session.sessionId, await get(participantsOf(session.sessionId), this.#page.signal));
    } catch (problem) {
      this.#open.set(session.sessionId, {problem});
    }
    this.#page.paint();
  }

  #participants(all, session) {
    const shown = this.#open.get(session.sessionId);
    if (!shown) return html`<p role="status">${t('loading')}</p>`;
    if (shown.problem) return html`<p class="err" role="alert">${problemText(shown.problem)}</p>`;
    const waiting = shown.setByStaff ? [] : shown.teams.filter(team => team.proposal && !team.proposal.confirmed);
    return html`<div class="stack2"><p><b>${t('team.took-part-n', {n: shown.participantIds.length})}</b> ${shown.setByStaff ? html`<span class="tag">${t('team.set-by-staff')}</span>` : nothing}</p>
      ${shown.participantIds.length ? html`<p>${this.#names(all, shown.participantIds)}</p>` : nothing}
      ${waiting.length ? html`<ul class="plain">${repeat(waiting, team => team.teamId, team => html`<li>
        <span class="tag w">${t('team.to-confirm')}</span> <b>${team.name}</b> ${this.#names(all, team.proposal.participantIds) || t('team.nobody')}
        <button class="btn sm" @click=${() => this.#confirm(session, team)}>${t('team.confirm')}<span class="sr"> ${team.name}</span></button></li>`)}</ul>` : nothing}
      <div><button class="btn sm" @click=${() => this.#set(all, session, shown)}>${t('team.set')}<span class="sr"> ${session.title}</span></button></div></div>`;
  }

  async #confirm(session, team) {
    try {
      this.#open.set(session.sessionId, await put(`${participantsOf(session.sessionId)}/confirmation`, {json: {teamId: team.teamId, edition: team.proposal.edition}}));
      say(t('team.confirmed-said'));
    } catch (problem) {
      this.#open.set(session.sessionId, {problem});
    }
    this.#page.paint();
    // The button that was pressed is gone.
    document.querySelector(`#activity-${CSS.escape(session.sessionId)} summary`)?.focus();
  }

  /** Whoever counts is offered, too, though gone by now. */
  #set(all, session, shown) {
    const known = new Set(all.students.map(s => s.value));
    const gone = shown.participantIds.filter(id => !known.has(id)).map(id => ({value: id, label: this.#name(all, id)}));
    this.#dialogs.ask({
      title: () => t('team.set-title', {title: session.title}),
      intro: () => t('team.set-intro'),
      fields: () => [{name: 'participantIds', label: t('team.took-part'), type: 'checks', options: [...all.students, ...gone]}],
      values: {participantIds: shown.participantIds},
      verb: () => t('save'),
      submit: values => put(participantsOf(session.sessionId), {json: values}),
      said: () => t('saved'),
      done: after => { this.#open.set(session.sessionId, after); },
    });
  }
}
