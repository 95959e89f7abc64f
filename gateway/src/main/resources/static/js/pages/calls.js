/** Who of a cohort needs a call today, and why; what came of a call is one key. */
import {html, nothing, repeat, t, num, pct, addWords, fullDay, word, today, addDays, fullTime, head, Loaded, Reloading, show, say, empty, trouble} from '../ui.js';
import {get, getAll, post, session, Problem} from '../api.js';
import {Dialogs, newKey} from '../form.js';
import {nameOf} from '../cohorts.js';
import {present} from './students.js';
import {whatCame, howRight} from './dashboard-risk.js';

const RELOAD_MS = 3_000;
const AGAIN_DAYS = 7;

export function calls(page, cohortId) {
  return new CallsPage(page, cohortId);
}

class CallsPage {
  #page; #id; #path; #data; #compared; #dialogs; #reloading = null;
  /** What was pressed and not answered yet, by student and outcome: pressed again after trouble it is the same call. */
  #keys = new Map();
  /** Of those, what is on its way. */
  #sent = new Set();
  #failed = null; #mine = false;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async signal => {
      const [cohort, attention, students, training] = await Promise.all([
        get(this.#path, signal), get(`${this.#path}/attention`, signal), getAll(`${this.#path}/enrollments`, signal),
        get('/api/risk/evaluation', signal), addWords('dashboard-risk')]);
      if (!this.#reloading) this.#follow();
      return {cohort, training, ...attention, names: new Map(students.map(e => [e.studentId, nameOf(e)]))};
    });
    // By itself: it looks back over the whole cohort, and the list is not to wait for it.
    this.#compared = new Loaded(page, signal => get(`${this.#path}/outreach/comparison`, signal));
  }

  title() { return t('calls.title'); }

  cohort() { return this.#data.value?.cohort ?? {cohortId: this.#id, name: this.#id}; }

  #follow() {
    this.#reloading = new Reloading(this.#page, () => this.#data.again(), () => RELOAD_MS);
    this.#page.openLive(`/api/dashboards/${encodeURIComponent(this.#id)}/stream`, dashboard => this.#reloading.news(dashboard));
  }

  view() {
    return html`${head(t('calls.title'), this.#data.value?.cohort.name)}
      ${this.#failed ? trouble(this.#failed.problem, this.#failed.again) : nothing}
      ${show(this.#data, value => this.#list(value))}
      <section class="panel" id="compared"><h2>${t('calls.compared')}</h2>${show(this.#compared, compared)}</section>${this.#dialogs.view()}`;
  }

  #list({items: all, snoozed, asOf, names, training}) {
    const mine = all.filter(each => each.handedTo === session.username);
    const items = this.#mine ? mine : all;
    return html`<section class="panel"><h2 id="calls">${t('calls.count', {n: all.length, date: fullDay(asOf)})}</h2>
      <p class="small muted">${t('calls.keys')}${snoozed ? ` ${t('calls.snoozed', {n: snoozed})}` : ''} ${howRight(training)} <a href="/risk">${t('calls.how-right')}</a></p>
      <label class="choose"><input type="checkbox" .checked=${this.#mine} @change=${event => { this.#mine = event.target.checked; this.#page.paint(); }}> ${t('calls.mine', {n: mine.length})}</label>
      ${items.length ? html`<ol class="stack notices" aria-labelledby="calls">${repeat(items, each => each.studentId, each => this.#row(each, names.get(each.studentId) ?? each.studentId))}</ol>`
        : empty(t(this.#mine ? 'calls.none-mine' : 'calls.none'))}</section>`;
  }

  #row(call, name) {
    const {lastContact: last, handedTo} = call;
    const button = (key, text, action) => html`<button class="btn sm" aria-keyshortcuts=${key} @click=${action}>${text}<span class="sr"> ${name}</span></button>`;
    return html`<li class="stack2" data-student=${call.studentId} @keydown=${event => this.#onKey(event, call, name)}>
      <p><a href=${`/students/${encodeURIComponent(call.enrollmentId)}`}><b>${name}</b></a>${handedTo ? html` <span class="tag">${t('calls.handed', {name: handedTo})}</span>` : nothing}</p>
      <ul class="stack2">${call.reasons.map(({code, count, since}) => html`<li>${t(`calls.reason.${code}`, {n: count, date: since ? fullDay(since) : ''})}${code === 'RISING_RISK' ? this.#came(count) : nothing}</li>`)}</ul>
      <p class="small muted">${last ? t('calls.last', {date: fullDay(last.on), time: fullTime(last.at), name: last.by, outcome: last.outcome ? word('calls.outcome', last.outcome) : t('calls.outcome.UNKNOWN')}) : t('calls.never')}</p>
      <div class="row" role="group" aria-label=${name}>
        ${button('1', t('calls.reached'), () => this.#called(call, name, 'REACHED'))}
        ${button('2', t('calls.not-reached'), () => this.#called(call, name, 'NOT_REACHED'))}
        ${button('3', t('calls.later'), () => this.#later(call, name))}
        ${handedTo ? html`<button class="btn sm" @click=${() => this.#back(call, name)}>${t('calls.hand-back')}<span class="sr"> ${name}</span></button>` : nothing}</div></li>`;
  }

  #came(score) {
    const words = whatCame(score, this.#data.value.training);
    return words ? html` <span class="small muted">${words}</span>` : nothing;
  }

  /** The keys hold for the student in whose row the focus is, so that no letter typed elsewhere calls anybody. */
  #onKey(event, call, name) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const action = {1: () => this.#called(call, name, 'REACHED'), 2: () => this.#called(call, name, 'NOT_REACHED'), 3: () => this.#later(call, name)}[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #log(call) { return `/api/students/${encodeURIComponent(call.studentId)}/outreach`; }

  #today() { return today(this.#data.value.cohort.timeZone); }

  async #back(call, name) {
    const said = {on: this.#today(), channel: 'NONE', handedTo: ''};
    await this.#write(call, name, 'BACK', said, () => this.#back(call, name));
  }

  async #called(call, name, outcome) {
    const said = {on: this.#today(), channel: 'PHONE', outcome};
    await this.#write(call, name, outcome, said, () => this.#called(call, name, outcome));
  }

  async #write(call, name, outcome, said, again) {
    const pressed = `${call.studentId} ${outcome}`;
    if (this.#sent.has(pressed)) return;
    this.#sent.add(pressed);
    if (!this.#keys.has(pressed)) this.#keys.set(pressed, newKey());
    this.#failed = null;
    try {
      await post(this.#log(call), {json: said, key: this.#keys.get(pressed)});
      this.#keys.delete(pressed);
      say(t(`calls.said.${outcome}`, {name}));
      await this.#again(call);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failed = {problem, again};
    } finally {
      this.#sent.delete(pressed);
      this.#page.paint();
    }
  }

  #later(call, name) {
    const now = this.#today();
    this.#dialogs.ask({
      title: () => t('calls.later'),
      intro: () => t('calls.later-intro', {name}),
      fields: () => [
        {name: 'followUpOn', label: t('calls.follow-up'), type: 'date', required: true, min: now},
        {name: 'handedTo', label: t('calls.hand-to'), hint: t('calls.hand-to-hint')},
      ],
      values: {followUpOn: addDays(now, AGAIN_DAYS)},
      verb: () => t('save'),
      submit: (values, key) => post(this.#log(call), {json: {on: now, channel: 'NONE', ...present(values)}, key}),
      said: () => t('calls.said.LATER', {name}),
      done: () => this.#again(call),
    });
  }

  /** Who is done leaves the list; the focus goes on to whoever comes next. */
  async #again({studentId}) {
    const at = this.#data.value.items.findIndex(each => each.studentId === studentId);
    await this.#data.again();
    const {items} = this.#data.value;
    if (items.some(each => each.studentId === studentId)) return;
    await new Promise(resolve => requestAnimationFrame(resolve));
    const next = items[Math.min(at, items.length - 1)];
    (next ? document.querySelector(`[data-student="${CSS.escape(next.studentId)}"] a`) : document.querySelector('main h1'))?.focus();
  }
}

/** What became of those who were to be called; that it proves nothing comes first. */
function compared({listed, leftBefore, moved, notYetKnown, reached, others, difference}) {
  const share = ({value, lower, upper}) => t('calls.share', {value: pct(value), low: pct(lower), high: pct(upper)});
  const row = (key, group) => html`<tr><th scope="row">${t(`calls.compared.${key}`)}</th><td class="num">${num(group.students)}</td>
    <td class="num">${num(group.withdrew)}</td><td class="num">${share(group.share)}</td></tr>`;
  return html`<p><b>${t('calls.compared.caveat')}</b></p><p class="small muted">${t('calls.compared.how')}</p>
    ${reached ? html`<div class="tw" tabindex="0" role="region" aria-label=${t('calls.compared')}><table><caption class="sr">${t('calls.compared')}</caption>
      <thead><tr><th scope="col">${t('calls.compared.group')}</th>${['students', 'withdrew', 'share'].map(key => html`<th scope="col" class="num">${t(`calls.compared.${key}`)}</th>`)}</tr></thead>
      <tbody>${row('reached', reached)}${row('others', others)}</tbody></table></div>
      <p>${t(difference.lower <= 0 && difference.upper >= 0 ? 'calls.compared.no-difference' : difference.value < 0 ? 'calls.compared.less' : 'calls.compared.more',
    {low: num(100 * difference.lower), high: num(100 * difference.upper)})}</p>`
    : html`<p>${t('calls.compared.too-few')}</p>`}
    <p class="small muted">${t('calls.compared.left-out', {listed: num(listed), before: num(leftBefore), moved: num(moved), open: num(notYetKnown)})}</p>`;
}
