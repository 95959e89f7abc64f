/** A cohort's reviews for staff: words to decide on, and what is reported of conduct. Figures have a page that all see. */
import {html, nothing, repeat, t, word, head, Loaded, show, empty} from '../ui.js';
import {get, getAll, isAdmin, post, put} from '../api.js';
import {Dialogs} from '../form.js';
import {thread} from '../thread.js';

/** Why words are hidden, as the writer reads it. */
const WHYS = ['PERSONAL_DATA', 'INSULT', 'OFF_TOPIC', 'HARMFUL', 'ADVERTISING'];
const KINDS = ['PROGRAMME', 'MODULE', 'INSTRUCTOR', 'SESSION', 'COMPETITION'];
const STATES = ['WAITING', 'ANSWERED', 'CLOSED'];

export function reviewDesk(page, cohortId) {
  return new Desk(page, cohortId);
}

class Desk {
  #id; #path; #recipientsPath; #data; #dialogs; #cohort = null;

  constructor(page, cohortId) {
    this.#id = cohortId;
    this.#recipientsPath = `/api/conduct-recipients/${encodeURIComponent(cohortId)}`;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('nav.reviews'); }

  cohort() { return this.#cohort ?? {cohortId: this.#id, name: this.#id}; }

  async #load(signal) {
    const of = `cohortId=${encodeURIComponent(this.#id)}`;
    const [cohort, recipients, accounts, instructors, queue, reports, ...summaries] = await Promise.all([
      get(this.#path, signal), get(this.#recipientsPath, signal), isAdmin() ? getAll('/api/users', signal) : [], getAll('/api/instructors', signal), get(`/api/reviews/moderation?${of}`, signal), get('/api/conduct-reports', signal),
      ...KINDS.map(kind => get(`/api/reviews/summaries?kind=${kind}&${of}`, signal)),
    ]);
    this.#cohort = cohort;
    const names = new Map(instructors.map(each => [each.instructorId, each.name]));
    const titles = new Map(summaries.flatMap(({items}) => items.map(({target, title}) => [target.kind + target.id, names.get(target.id) ?? title])));
    return {titles, named: recipients.usernames, accounts: accounts.filter(each => worksWith(each, this.#id)), queue: queue.items, reports: reports.items.filter(each => each.target.cohortId === this.#id).sort(byState)};
  }

  view() {
    return html`${head(t('nav.reviews'), this.#cohort && t('desk.sub', {cohort: this.#cohort.name}), html`<a class="btn" href=${`/reviews/summary?cohort=${encodeURIComponent(this.#id)}`}>${t('desk.figures')}</a>`)}
      ${show(this.#data, all => html`${this.#reports(all)}${this.#queue(all)}${this.#recipients(all)}`)}${this.#dialogs.view()}`;
  }

  // ---- what is reported of conduct ------------------------------------------------------------------------------

  #reports({reports, titles}) {
    if (!reports.length) return nothing;
    return html`<section class="panel"><header><h2>${t('desk.reports')}</h2></header><p class="muted">${t('desk.reports-sub')}</p>
      <ul class="stack">${repeat(reports, each => each.reportId, each => html`<li class="stack2"><h3>${about(each.target, titles)} <span class=${`tag ${each.state === 'WAITING' ? 'w' : 'o'}`}>${word('desk.report', each.state)}</span></h3>
        ${thread(each.messages, (from, message) => from === 'WRITER' ? t('desk.writer') : message.by)}
        <div class="row"><button class="btn sm" @click=${() => this.#answer(each)}>${t('desk.answer')}</button>
          ${each.state === 'CLOSED' ? nothing : html`<button class="btn sm" @click=${() => this.#close(each)}>${t('desk.close')}</button>`}</div></li>`)}</ul></section>`;
  }

  #answer(report) {
    this.#dialogs.ask({
      title: () => t('desk.answer'),
      intro: () => t('desk.answer-intro'),
      fields: () => [{name: 'text', label: t('desk.answer-text'), type: 'textarea', required: true}],
      verb: () => t('desk.answer'),
      submit: json => post(`${pathOf(report)}/answer`, {json}),
      said: () => t('desk.answered-said'),
      done: this.#data.again,
    });
  }

  #close(report) {
    this.#dialogs.confirm({
      title: () => t('desk.close'),
      intro: () => t('desk.close-intro'),
      verb: () => t('desk.close'),
      submit: () => post(`${pathOf(report)}/closing`),
      said: () => t('desk.closed-said'),
      done: this.#data.again,
    });
  }

  // ---- whom reports reach ---------------------------------------------------------------------------------------

  #recipients({named, accounts}) {
    return html`<section class="panel prose"><h2>${t('desk.recipients')}</h2><p>${named.length ? named.join(', ') : t('desk.recipients-all')}</p>
      ${isAdmin() ? html`<p><button class="btn" @click=${() => this.#name(named, accounts)}>${t('desk.recipients-name')}</button></p>` : nothing}</section>`;
  }

  #name(named, accounts) {
    const known = new Set([...accounts.map(each => each.username), ...named]);
    this.#dialogs.ask({
      title: () => t('desk.recipients'),
      intro: () => t('desk.recipients-intro'),
      fields: () => [{name: 'usernames', label: t('desk.recipients-who'), type: 'checks', options: [...known].map(value => ({value, label: value}))}],
      values: {usernames: named},
      verb: () => t('desk.recipients-name'),
      submit: json => put(this.#recipientsPath, {json}),
      said: () => t('desk.recipients-said'),
      done: this.#data.again,
    });
  }

  // ---- words to decide on ---------------------------------------------------------------------------------------

  #queue({queue, titles}) {
    return html`<section class="panel"><header><h2>${t('desk.queue')}</h2></header>
      ${queue.length ? html`<ul class="stack">${repeat(queue, each => each.reviewId, each => html`<li class="stack2"><h3>${about(each.target, titles)}</h3>
        <dl class="facts">${each.pros ? html`<dt>${t('desk.pros')}</dt><dd class="written">${marked(each, 'pros')}</dd>` : nothing}
          ${each.cons ? html`<dt>${t('desk.cons')}</dt><dd class="written">${marked(each, 'cons')}</dd>` : nothing}</dl>
        ${each.hints.length ? html`<p class="small muted">${t('desk.hints', {sorts: [...new Set(each.hints.map(h => word('desk.hint', h.sort)))].join(', ')})}</p>` : nothing}
        ${each.redactedBy.length ? html`<p class="small muted">${t('desk.redacted-by', {names: each.redactedBy.join(', ')})}</p>` : nothing}
        <div class="row"><button class="btn sm" @click=${() => this.#publish(each)}>${t('desk.publish')}</button>
          <button class="btn sm" @click=${() => this.#hide(each)}>${t('desk.hide')}</button>
          <button class="btn sm" @click=${() => this.#redact(each)}>${t('desk.redact')}</button></div></li>`)}</ul>`
        : html`<p class="muted">${t('desk.queue-empty')}</p>`}</section>`;
  }

  #publish(review) {
    this.#dialogs.confirm({
      title: () => t('desk.publish'),
      intro: () => t('desk.publish-intro'),
      verb: () => t('desk.publish'),
      submit: () => decide(review, {decision: 'PUBLISH', version: review.version}),
      said: () => t('desk.published-said'),
      done: this.#data.again,
    });
  }

  #hide(review) {
    this.#dialogs.ask({
      title: () => t('desk.hide'),
      intro: () => t('desk.hide-intro'),
      fields: () => [{name: 'why', label: t('desk.reason'), type: 'select', required: true, options: WHYS.map(code => ({value: code, label: word('desk.why', code)}))}],
      verb: () => t('desk.hide'),
      submit: values => decide(review, {decision: 'HIDE', why: values.why, version: review.version}),
      said: () => t('desk.hidden-said'),
      done: this.#data.again,
    });
  }

  #redact(review) {
    const found = [...new Set(review.hints.filter(h => h.sort !== 'INSULT').map(h => review[h.field].slice(h.from, h.until)))];
    this.#dialogs.ask({
      title: () => t('desk.redact'),
      intro: () => t('desk.redact-intro'),
      fields: () => [{name: 'texts', label: t('desk.redact-texts'), hint: t('desk.redact-hint'), type: 'textarea', required: true}],
      values: {texts: found.join('\n')},
      verb: () => t('desk.redact'),
      submit: values => post(`/api/reviews/${encodeURIComponent(review.reviewId)}/redaction`,
        {json: {target: review.target, version: review.version, texts: values.texts.split('\n').map(each => each.trim()).filter(Boolean)}}),
      said: () => t('desk.redacted-said'),
      done: this.#data.again,
    });
  }
}

/** A text with what may be a name, a number, an address or an insult marked. */
function marked(review, field) {
  const text = review[field];
  const parts = [];
  let at = 0;
  for (const hint of review.hints.filter(each => each.field === field)) {
    if (hint.from < at) continue;
    parts.push(text.slice(at, hint.from), html`<mark>${text.slice(hint.from, hint.until)}<span class="sr"> (${word('desk.hint', hint.sort)})</span></mark>`);
    at = hint.until;
  }
  return [...parts, text.slice(at)];
}

const pathOf = report => `/api/conduct-reports/${encodeURIComponent(report.reportId)}`;

/** Whether an account may read what is of a cohort's staff. */
const worksWith = ({role, cohortIds}, cohortId) => role === 'ADMIN' || role === 'STAFF' && (!cohortIds.length || cohortIds.includes(cohortId));

/** Those that wait for an answer first. */
const byState = (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state);

const decide = (review, json) => post(`/api/reviews/${encodeURIComponent(review.reviewId)}/moderation`, {json: {...json, target: review.target}});

const about = (target, titles) => titles.get(target.kind + target.id) ?? word('desk.kind', target.kind);
