/** One student in one cohort: status, what happened, and what staff can do about it. */
import {html, nothing, t, has, day, fullDay, fullTime, word, today, head, note, Loaded, Reloading, show, addDays, say, trouble} from '../ui.js';
import {get, getTagged, post, patch, remove, isAdmin, getAll, Problem} from '../api.js';
import {Dialogs, newKey} from '../form.js';
import {nameOf} from '../cohorts.js';
import {statusTag, present} from './students.js';

const REASONS = ['EMPLOYMENT', 'HEALTH', 'FINANCIAL', 'CONTENT_TOO_HARD', 'CONTENT_TOO_EASY', 'TEACHING_QUALITY', 'TEAM_CONFLICT', 'TIME', 'NO_SHOW', 'DISMISSED', 'OTHER'];

/** Where staff may move an applicant; all else has an action of its own. */
const MOVES = {
  APPLIED: ['SELECTED', 'WAITING', 'REJECTED', 'ENROLLED'],
  SELECTED: ['WAITING', 'REJECTED', 'ENROLLED'],
  WAITING: ['SELECTED', 'REJECTED', 'ENROLLED'],
  REJECTED: ['SELECTED', 'WAITING'],
};

const RELOAD_MS = 1_000;

export function student(page, enrollmentId) {
  return new StudentPage(page, enrollmentId);
}

class StudentPage {
  #page; #path; #data; #dialogs; #reloading = null; #outreach = null;

  constructor(page, enrollmentId) {
    this.#page = page;
    this.#path = `/api/enrollments/${encodeURIComponent(enrollmentId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async signal => {
      const {body, etag} = await getTagged(this.#path, signal);
      const cohort = this.#data?.value?.cohort ?? await get(`/api/cohorts/${encodeURIComponent(body.cohortId)}`, signal);
      if (!this.#reloading) this.#follow(body.cohortId);
      this.#outreach ??= new Outreach(page, body.studentId, cohort.timeZone, this.#dialogs);
      return {...body, cohort, etag};
    });
  }

  title() { return this.#data.value ? nameOf(this.#data.value) : t('student.title'); }

  cohort() { return this.#data.value?.cohort; }

  #follow(cohortId) {
    this.#reloading = new Reloading(this.#page, () => this.#data.again(), () => RELOAD_MS);
    this.#page.openLive(`/api/dashboards/${encodeURIComponent(cohortId)}/stream`, dashboard => this.#reloading.news(dashboard));
  }

  view() {
    const e = this.#data.value;
    return html`${e ? head(nameOf(e), html`<a href=${`/c/${encodeURIComponent(e.cohortId)}`}>${e.cohort.name}</a> · ${word('status', e.status)}`, this.#actions(e)) : html`<h1 tabindex="-1" class="sr">${t('student.title')}</h1>`}
      ${show(this.#data, value => this.#body(value))}${this.#dialogs.view()}`;
  }

  #actions(e) {
    const button = (key, action, kind = '') => html`<button class=${`btn ${kind}`} @click=${action}>${t(key)}</button>`;
    const current = e.status === 'ON_LEAVE' && (e.leaves ?? []).find(l => isOn(l, this.#today(e)));
    const here = e.status === 'ENROLLED' || e.status === 'ON_LEAVE';
    return html`
      ${MOVES[e.status] ? button('student.move', () => this.#move(e), 'pri') : nothing}
      ${current ? button('student.end-leave', () => this.#endLeave(e, current)) : nothing}
      ${e.status === 'ENROLLED' ? button('student.leave', () => this.#leave(e)) : nothing}
      ${here ? button('student.transfer', () => this.#transfer(e)) : nothing}
      ${here ? button('student.withdraw', () => this.#withdraw(e)) : nothing}
      ${e.status === 'WITHDRAWN' && !e.transferredTo ? button('student.revert', () => this.#revert(e)) : nothing}
      ${e.erased ? nothing : button('edit', () => this.#edit(e))}`;
  }

  #body(e) {
    const gone = e.withdrawal;
    return html`${e.erased ? note('warn', t('student.erased-title'), t('student.erased-detail')) : nothing}
      <div class="cols even"><section class="panel"><h2>${t('student.now')}</h2><dl class="facts">
        <dt>${t('col.status')}</dt><dd>${statusTag(e.status)}</dd>
        ${e.appliedOn ? html`<dt>${t('student.applied')}</dt><dd>${fullDay(e.appliedOn)}</dd>` : nothing}
        ${MOVES[e.status] ? nothing : html`<dt>${t('col.enrolledOn')}</dt><dd>${e.enrolledOn ? fullDay(e.enrolledOn) : t('student.from-start')}</dd>`}
        ${gone ? html`<dt>${t('col.leftOn')}</dt><dd>${fullDay(gone.on)}</dd><dt>${t('col.reason')}</dt><dd>${gone.reason ? word('reason', gone.reason) : t('no-data')}</dd>
          ${gone.note ? html`<dt>${t('student.note')}</dt><dd>${gone.note}</dd>` : nothing}` : nothing}
        ${e.transferredTo ? html`<dt>${t('student.moved-to')}</dt><dd><a href=${`/students/${encodeURIComponent(e.transferredTo.enrollmentId)}`}>${e.transferredTo.cohortId}</a></dd>` : nothing}
        ${(e.leaves ?? []).map(l => this.#leaveLine(e, l))}
        ${e.erased ? nothing : html`<dt>${t('col.externalId')}</dt><dd>${e.externalId ?? t('no-data')}</dd>
        <dt>${t('student.email')}</dt><dd>${e.email ?? t('no-data')}</dd>
        <dt>${t('student.phone')}</dt><dd>${e.phone ?? t('no-data')}</dd>`}</dl>
        ${isAdmin() ? this.#personalData(e) : nothing}</section>
      <section class="panel"><h2>${t('student.history')}</h2>${(e.history ?? []).length ? html`<ol class="log">${e.history.toReversed().map(entry => this.#entry(entry, e.history))}</ol>` : html`<p class="muted">${t('student.no-history')}</p>`}</section></div>
      ${this.#outreach.view(!e.erased)}`;
  }

  #leaveLine(e, leave) {
    const planned = ['ENROLLED', 'ON_LEAVE'].includes(e.status) && leave.from > this.#today(e);
    return html`<dt>${t('student.leave')}</dt><dd>${period(leave)}
      ${planned ? html`<button class="btn sm" @click=${() => this.#callOffLeave(e, leave)}>${t('student.call-off-leave')}</button>` : nothing}</dd>`;
  }

  #personalData(e) {
    const [intro, key, action] = e.erased ? ['student.lift-intro', 'student.lift', () => this.#lift(e)]
      : ['student.erase-intro', 'student.erase', () => this.#erase(e)];
    return html`<details class="more"><summary>${t('student.erase-more')}</summary><div class="stack2"><p class="small muted">${t(intro)}</p>
      <button class="btn sm" @click=${action}>${t(key)}</button></div></details>`;
  }

  #entry(h, history) {
    const at = h.at ?? h.stamp?.at;
    const by = h.by ?? h.stamp?.by;
    const reverted = h.what === 'StudentWithdrew' && history.slice(history.indexOf(h) + 1).some(later => later.what === 'WithdrawalReverted');
    const detail = h.what === 'StudentWithdrew' && h.detail ? word('reason', h.detail) : h.detail;
    return html`<li><b class=${reverted ? 'gone' : ''}>${h.on ? day(h.on) : at ? day(at.slice(0, 10)) : ''}</b>
      <div class="stack2"><p><span class=${reverted ? 'gone' : ''}>${has(`history.${h.what}`) ? t(`history.${h.what}`) : h.what}${h.until ? ` (${t('student.until', {date: day(h.until)})})` : ''}${detail ? `: ${detail}` : ''}</span>
        ${reverted ? html`<span class="tag">${t('student.reverted')}</span>` : nothing}</p>
      ${h.note ? html`<p class="small">${h.note}</p>` : nothing}
      ${at ? html`<p class="small muted">${by ? t('student.recorded-by', {time: fullTime(at), name: by}) : t('student.recorded', {time: fullTime(at)})}</p>` : nothing}</div></li>`;
  }

  // ---- what staff can do ------------------------------------------------------------------------------------

  #today(e) {
    const now = today(e.cohort.timeZone);
    return now > e.cohort.endDate ? e.cohort.endDate : now;
  }

  /**
   * What is sent holds for the record as it was when the dialog was opened, whatever has been loaded since: what
   * somebody else did meanwhile is told, and not written over.
   */
  #ask(e, {submit, ...options}) {
    this.#dialogs.ask({
      ...options,
      submit: async (values, key) => {
        try {
          return await submit(values, {key, ifMatch: e.etag});
        } catch (problem) {
          if (problem instanceof Problem && problem.status === 412) this.#data.again();
          throw problem;
        }
      },
      done: () => this.#data.again(),
    });
  }

  #withdraw(e) {
    this.#ask(e, {
      title: () => t('student.withdraw'),
      intro: () => t('student.withdraw-intro', {name: nameOf(e)}),
      fields: () => [
        {name: 'on', label: t('col.leftOn'), type: 'date', required: true, hint: t('student.withdraw-on-hint')},
        {name: 'reason', label: t('col.reason'), type: 'select', required: true, options: REASONS.map(value => ({value, label: word('reason', value)}))},
        {name: 'note', label: t('student.note'), type: 'textarea', hint: t('student.note-hint')},
      ],
      values: {on: this.#today(e)},
      verb: () => t('student.withdraw'),
      submit: (values, terms) => post(`${this.#path}/withdrawal`, {json: present(values), ...terms}),
      said: () => t('student.withdrawn-said', {name: nameOf(e)}),
    });
  }

  #revert(e) {
    this.#ask(e, {
      title: () => t('student.revert'),
      intro: () => t('student.revert-intro', {name: nameOf(e), date: fullDay(e.withdrawal.on)}),
      fields: () => [],
      verb: () => t('student.revert'),
      submit: (_, terms) => remove(`${this.#path}/withdrawal`, terms),
      said: () => t('student.reverted-said', {name: nameOf(e)}),
    });
  }

  #leave(e) {
    this.#ask(e, {
      title: () => t('student.leave'),
      fields: () => [
        {name: 'from', label: t('student.from'), type: 'date', required: true},
        {name: 'until', label: t('student.last-day'), type: 'date', hint: t('student.until-hint')},
      ],
      values: {from: this.#today(e)},
      verb: () => t('student.leave-verb'),
      submit: (values, terms) => post(`${this.#path}/leave`, {json: present(values), ...terms}),
      said: () => t('student.leave-said', {name: nameOf(e)}),
    });
  }

  #endLeave(e, leave) {
    this.#ask(e, {
      title: () => t('student.end-leave'),
      intro: () => t('student.end-leave-intro', {name: nameOf(e), period: period(leave)}),
      fields: () => [{name: 'on', label: t('student.back-on'), type: 'date', required: true}],
      values: {on: this.#today(e)},
      verb: () => t('student.end-leave'),
      submit: ({on}, terms) => remove(this.#leavePath(leave, on), terms),
      said: () => t('student.end-leave-said', {name: nameOf(e)}),
    });
  }

  /** A leave that has not begun ends on its first day: nothing of it is left. */
  #callOffLeave(e, leave) {
    this.#ask(e, {
      title: () => t('student.call-off-leave'),
      intro: () => t('student.call-off-leave-intro', {name: nameOf(e), period: period(leave)}),
      fields: () => [],
      verb: () => t('student.call-off-leave'),
      submit: (_, terms) => remove(this.#leavePath(leave, leave.from), terms),
      said: () => t('student.call-off-leave-said', {name: nameOf(e)}),
    });
  }

  /** @param on first day back */
  #leavePath(leave, on) {
    return `${this.#path}/leave?${new URLSearchParams({from: leave.from, on})}`;
  }

  async #transfer(e) {
    const cohorts = (await getAll('/api/cohorts', this.#page.signal)).filter(c => c.cohortId !== e.cohortId && c.status === 'OPEN');
    this.#ask(e, {
      title: () => t('student.transfer'),
      intro: () => cohorts.length ? t('student.transfer-intro', {name: nameOf(e)}) : t('student.transfer-nowhere'),
      fields: () => [
        {name: 'toCohortId', label: t('student.to-cohort'), type: 'select', required: true, options: cohorts.map(c => ({value: c.cohortId, label: c.name}))},
        {name: 'on', label: t('student.transfer-on'), type: 'date', required: true},
      ],
      values: {on: this.#today(e)},
      verb: () => t('student.transfer'),
      submit: (values, terms) => post(`${this.#path}/transfer`, {json: values, ...terms}),
      said: () => t('student.transferred-said', {name: nameOf(e)}),
    });
  }

  #move(e) {
    this.#ask(e, {
      title: () => t('student.move'),
      fields: () => [
        {name: 'to', label: t('student.move-to'), type: 'select', required: true, options: MOVES[e.status].map(value => ({value, label: word('status', value)}))},
        {name: 'on', label: t('student.on'), type: 'date', required: true},
        {name: 'score', label: t('student.score'), type: 'number'},
        {name: 'note', label: t('student.note'), type: 'textarea', hint: t('student.note-hint')},
      ],
      values: {on: this.#today(e)},
      verb: () => t('student.move-verb'),
      submit: (values, terms) => post(`${this.#path}/status`, {json: present(values), ...terms}),
      said: answer => t('student.moved-said', {name: nameOf(e), status: word('status', answer?.status ?? '')}),
    });
  }

  #edit(e) {
    const before = {name: e.name ?? '', externalId: e.externalId ?? '', email: e.email ?? '', phone: e.phone ?? '', enrolledOn: e.enrolledOn ?? ''};
    this.#ask(e, {
      title: () => t('student.edit'),
      fields: () => [
        {name: 'name', label: t('col.name')},
        {name: 'externalId', label: t('col.externalId')},
        {name: 'email', label: t('student.email'), type: 'email'},
        {name: 'phone', label: t('student.phone'), type: 'tel'},
        {name: 'enrolledOn', label: t('col.enrolledOn'), type: 'date', when: () => !MOVES[e.status]},
      ],
      values: before,
      verb: () => t('save'),
      submit: (values, terms) => patch(this.#path, {json: changed(before, values), ...terms}),
      said: () => t('saved'),
    });
  }

  #erase(e) {
    this.#ask(e, {
      title: () => t('student.erase'),
      intro: () => t('student.erase-confirm', {name: nameOf(e)}),
      fields: () => [],
      verb: () => t('student.erase'),
      submit: (_, {key}) => remove(`/api/students/${encodeURIComponent(e.studentId)}/personal-data`, {key}),
      said: () => t('student.erased-said'),
    });
  }

  #lift(e) {
    this.#ask(e, {
      title: () => t('student.lift'),
      intro: () => t('student.lift-intro'),
      fields: () => [],
      verb: () => t('student.lift'),
      submit: (_, {key}) => post(`/api/students/${encodeURIComponent(e.studentId)}/personal-data/lift`, {key}),
      said: () => t('student.lifted-said'),
    });
  }
}

const CHANNELS = ['PHONE', 'MESSAGE', 'EMAIL', 'TALK', 'NONE'];
const OUTCOMES = ['REACHED', 'NOT_REACHED'];

/** A week on is when most calls are made again. */
const AGAIN_DAYS = 7;

/** What was done to reach a student: the log, and one press to add to it. */
class Outreach {
  #page; #path; #zone; #dialogs; #log; #busy = false; #problem = null; #key = newKey();

  /** @param zone of the cohort, whose days these are */
  constructor(page, studentId, zone, dialogs) {
    this.#page = page;
    this.#path = `/api/students/${encodeURIComponent(studentId)}/outreach`;
    this.#zone = zone;
    this.#dialogs = dialogs;
    this.#log = new Loaded(page, signal => get(`${this.#path}?limit=200`, signal));
  }

  view(canAdd) {
    return html`<section class="panel"><h2 id="outreach">${t('outreach.title')}</h2>
      <p class="small muted">${t('outreach.intro')}</p>
      ${canAdd ? html`<div class="row" role="group" aria-labelledby="outreach">
        <button class="btn" @click=${() => this.#ask('REACHED')}>${t('outreach.reached')}</button>
        <button class="btn" aria-disabled=${this.#busy ? 'true' : nothing} @click=${this.#notReached}>${t('outreach.not-reached')}</button>
        <button class="btn" @click=${() => this.#ask('')}>${t('outreach.agree')}</button></div>` : nothing}
      ${this.#problem ? trouble(this.#problem, this.#notReached) : nothing}
      ${show(this.#log, ({items}) => items.length
        ? html`<ol class="log">${items.map(contact => this.#entry(contact))}</ol>`
        : html`<p class="muted">${t('outreach.none')}</p>`)}</section>`;
  }

  #entry(c) {
    const what = [c.channel === 'NONE' ? null : word('channel', c.channel), c.outcome ? word('outcome', c.outcome) : null].filter(Boolean).join(': ');
    const next = [c.followUpOn ? t('outreach.again-on', {date: fullDay(c.followUpOn)}) : null, c.handedTo ? t('outreach.handed', {name: c.handedTo}) : null].filter(Boolean).join(' · ');
    return html`<li><b>${fullDay(c.on)}</b><div class="stack2">
      ${what || next ? html`<p>${what}${what && next ? ' · ' : ''}${next}</p>` : nothing}
      ${c.note ? html`<p class="small">${c.note}</p>` : nothing}
      <p class="small muted">${t('student.recorded-by', {time: fullTime(c.at), name: c.by})}</p></div></li>`;
  }

  /** One press: nobody answered, and nothing more is to be said. Pressed again after trouble it is the same call. */
  #notReached = async () => {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = null;
    this.#page.paint();
    try {
      await post(this.#path, {json: {on: today(this.#zone), channel: 'PHONE', outcome: 'NOT_REACHED'}, key: this.#key});
      this.#key = newKey();
      say(t('outreach.said'));
      this.#log.again();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
    } finally {
      this.#busy = false;
      this.#page.paint();
    }
  };

  #ask(outcome) {
    const on = today(this.#zone);
    this.#dialogs.ask({
      title: () => t(outcome ? 'outreach.reached' : 'outreach.agree'),
      fields: () => [
        {name: 'on', label: t('outreach.on'), type: 'date', required: true, max: on},
        {name: 'channel', label: t('outreach.channel'), type: 'select', required: true, options: CHANNELS.map(value => ({value, label: word('channel', value)}))},
        {name: 'outcome', label: t('outreach.outcome'), type: 'select', options: OUTCOMES.map(value => ({value, label: word('outcome', value)})), when: ({channel}) => channel !== 'NONE'},
        {name: 'note', label: t('student.note'), type: 'textarea', hint: t('outreach.note-hint')},
        {name: 'followUpOn', label: t('outreach.follow-up'), type: 'date', min: on},
        {name: 'handedTo', label: t('outreach.hand-to'), hint: t('outreach.hand-to-hint')},
      ],
      values: {on, channel: outcome ? 'PHONE' : 'NONE', outcome, followUpOn: outcome ? '' : addDays(on, AGAIN_DAYS)},
      verb: () => t('save'),
      submit: (values, key) => post(this.#path, {json: present(values), key}),
      said: () => t('outreach.said'),
      done: () => this.#log.again(),
    });
  }
}

const isOn = (leave, date) => leave.from <= date && (!leave.until || date <= leave.until);

export const period = leave => leave.until ? `${fullDay(leave.from)} – ${fullDay(leave.until)}` : t('student.since', {date: fullDay(leave.from)});

/** A merge patch: what differs, emptied fields as null. */
export const changed = (before, values) => Object.fromEntries(Object.entries(values)
  .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]))
  .map(([key, value]) => [key, value === '' ? null : value]));
