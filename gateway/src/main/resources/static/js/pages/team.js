/** A student's own team: who is in it, and who took part in what it did; one proposes, another confirms. */
import {html, nothing, repeat, t, head, when, compareText, Loaded, show, empty, say} from '../ui.js';
import {get, getAll, put} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {again} from './lectures.js';
import {activitiesOf, participantsOf} from './teams.js';

const RELOAD_MS = 30_000;

/** Activities that are shown: the newest. */
const SHOWN = 20;

export function team(page) {
  return new OwnTeam(page);
}

class OwnTeam {
  #page; #data; #dialogs; #trouble = null;

  constructor(page) {
    this.#page = page;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => load(signal));
    again(page, this.#data.again, RELOAD_MS);
  }

  title() { return t('nav.team'); }

  view() {
    return html`${head(t('nav.team'), t('team.sub-student'))}
      ${show(this.#data, all => all.length ? repeat(all, each => each.team.teamId, each => this.#team(each))
        : html`<section class="panel prose">${empty(t('team.none-student'))}</section>`)}${this.#dialogs.view()}`;
  }

  #team({team, cohortName, activities}) {
    return html`<section class="panel"><header><h2>${team.name}</h2><span class="muted">${cohortName}</span></header>
        <ul class="plain">${repeat(team.members, m => m.studentId, m => html`<li>${memberName(team, m.studentId)}</li>`)}</ul></section>
      ${activities.length ? repeat(activities, a => a.session.sessionId, a => this.#activity(team, a))
        : html`<section class="panel"><p>${t('team.no-activity')}</p></section>`}`;
  }

  #activity(team, {session, participants}) {
    const proposal = participants.teams[0]?.proposal;
    const names = ids => ids.map(id => memberName(team, id)).sort(compareText).join(', ') || t('team.nobody');
    const counts = participants.setByStaff || proposal?.confirmed;
    return html`<section class="panel" id=${`activity-${session.sessionId}`} tabindex="-1"><header><h2>${session.title}</h2>
        ${counts ? html`<span class="tag o">${t('team.counts')}</span>` : proposal ? html`<span class="tag w">${t('team.to-confirm')}</span>` : nothing}</header>
      <p class="muted">${when(session)}</p>
      ${this.#trouble?.sessionId === session.sessionId ? html`<div class="note bad" role="alert"><p>${problemText(this.#trouble.problem)}</p></div>` : nothing}
      ${counts ? html`<p>${t('team.took-part')}: <b>${names(participants.participantIds)}</b></p>${participants.setByStaff ? html`<p class="muted">${t('team.staff-said')}</p>` : nothing}`
        : proposal ? html`<p>${t(proposal.own ? 'team.you-proposed' : 'team.proposed')} <b>${names(proposal.participantIds)}</b></p>
          ${proposal.own ? html`<p class="muted">${t('team.another-confirms')}</p>` : nothing}` : html`<p>${t('team.nothing-said')}</p>`}
      ${counts ? nothing : html`<div class="row">
        ${proposal && !proposal.own ? html`<button class="btn pri" @click=${() => this.#confirm(session, team, proposal)}>${t('team.confirm')}<span class="sr"> ${session.title}</span></button>` : nothing}
        <button class="btn" @click=${() => this.#propose(session, team, proposal)}>${t(proposal ? 'team.propose-other' : 'team.propose')}<span class="sr"> ${session.title}</span></button></div>`}</section>`;
  }

  #propose(session, team, proposal) {
    this.#trouble = null;
    this.#dialogs.ask({
      title: () => t('team.propose-title', {title: session.title}),
      intro: () => t('team.another-confirms'),
      fields: () => [{name: 'participantIds', label: t('team.took-part'), type: 'checks', options: team.members.map(m => ({value: m.studentId, label: memberName(team, m.studentId)}))}],
      values: {participantIds: (proposal?.participantIds ?? team.members.map(m => m.studentId)).filter(id => team.members.some(m => m.studentId === id))},
      verb: () => t('team.propose'),
      submit: values => put(`${participantsOf(session.sessionId)}/proposal`, {json: values}),
      said: () => t('team.proposed-said'),
      done: after => this.#replace(after),
    });
  }

  async #confirm(session, team, proposal) {
    this.#trouble = null;
    try {
      this.#replace(await put(`${participantsOf(session.sessionId)}/confirmation`, {json: {teamId: team.teamId, edition: proposal.edition}}));
      say(t('team.confirmed-said'));
    } catch (problem) {
      this.#trouble = {sessionId: session.sessionId, problem};
      await this.#data.again();
    }
    this.#page.paint();
    // The button that was pressed is gone.
    document.getElementById(`activity-${session.sessionId}`)?.focus({preventScroll: true});
  }

  #replace(after) {
    this.#data.value = this.#data.value.map(each => ({
      ...each,
      activities: each.activities.map(a => a.session.sessionId === after.sessionId ? {...a, participants: after} : a),
    }));
  }
}

/** By which staff wrote the member down; else by place. */
function memberName(team, studentId) {
  const at = team.members.findIndex(m => m.studentId === studentId);
  return at < 0 ? t('team.former') : team.members[at].name ?? t('team.member-n', {n: at + 1});
}

/** The team of each cohort in which the student has one. */
async function load(signal) {
  const record = await get('/api/me', signal);
  const all = await Promise.all((record.enrollments ?? []).map(enrollment => ofCohort(enrollment, signal)));
  return all.flat();
}

async function ofCohort({cohortId, cohortName}, signal) {
  const path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
  const {items} = await get(`${path}/teams`, signal);
  if (!items.length) return [];
  const sessions = activitiesOf(await getAll(`${path}/sessions`, signal)).slice(0, SHOWN);
  const activities = await Promise.all(sessions.map(async session => ({session, participants: await get(participantsOf(session.sessionId), signal)})));
  return items.map(team => ({team, cohortName, activities}));
}
