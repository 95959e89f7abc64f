/** What was done to reach a student, on the student's page: the log, and one press to add to it. */
import {html, nothing, t, fullDay, fullTime, word, today, addDays, Loaded, show, say, trouble} from './ui.js';
import {get, post, Problem} from './api.js';
import {newKey} from './form.js';
import {present} from './pages/students.js';

const CHANNELS = ['PHONE', 'MESSAGE', 'EMAIL', 'TALK', 'NONE'];
const OUTCOMES = ['REACHED', 'NOT_REACHED'];

/** A week on is when most calls are made again. */
const AGAIN_DAYS = 7;

export class Outreach {
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
