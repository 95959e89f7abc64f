/** The students of a cohort: find one, see who is where, add one. */
import {html, nothing, repeat, t, num, day, word, compareText, today, head, Loaded, Reloading, show, empty, save} from '../ui.js';
import {get, getAll, getCsv, post, postCsv, requestsFor, isAdmin} from '../api.js';
import {HeldOrder} from '../live.js';
import {nameOf} from '../cohorts.js';
import {Dialogs, newKey} from '../form.js';
import {PAGE_ROWS, fromPage, pageOf, pager, within} from '../pager.js';

const RELOAD_MS = 1_000;

export const STATUSES = ['APPLIED', 'SELECTED', 'WAITING', 'REJECTED', 'ENROLLED', 'ON_LEAVE', 'WITHDRAWN', 'COMPLETED', 'NOT_COMPLETED'];

export const statusTag = status => html`<span class=${`tag ${status === 'WITHDRAWN' || status === 'WAITING' ? 'w' : status === 'COMPLETED' ? 'o' : ''}`}>${word('status', status)}</span>`;

const COLUMNS = [
  {key: 'name', value: nameOf},
  {key: 'externalId', value: e => e.externalId, optional: true},
  {key: 'status', value: e => String(STATUSES.indexOf(e.status))},
  {key: 'enrolledOn', value: e => e.enrolledOn ?? ''},
  {key: 'leftOn', value: e => e.withdrawal?.on ?? ''},
];

const OUTCOMES = ['SENT', 'ALREADY_HAS_ACCOUNT', 'NO_ADDRESS', 'NOT_SENT'];

export function students(page, cohortId) {
  return new StudentsPage(page, cohortId);
}

class StudentsPage {
  #page; #path; #id; #cohort; #list; #mail = null; #order; #dialogs; #query; #status; #sort; #descending; #from;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    const {query} = page;
    this.#query = query.get('q') ?? '';
    this.#status = query.get('status') ?? '';
    this.#sort = COLUMNS.find(c => c.key === query.get('sort')) ?? COLUMNS[0];
    this.#descending = query.get('order') === 'desc';
    this.#from = fromPage(query.get('page'));
    this.#dialogs = new Dialogs(page);
    this.#order = new HeldOrder(page.paint);
    this.#cohort = new Loaded(page, signal => get(this.#path, signal));
    this.#list = new Loaded(page, signal => getAll(`${this.#path}/enrollments`, signal));
    if (isAdmin()) this.#mail = new Loaded(page, signal => get('/api/mail', signal));
    // The stream tells that something changed; the list itself comes from where the names are.
    const reloading = new Reloading(page, this.#list.again, () => RELOAD_MS * requestsFor(this.#list.value ?? []));
    page.openLive(`/api/dashboards/${encodeURIComponent(cohortId)}/stream`, dashboard => reloading.news(dashboard));
  }

  title() { return t('nav.students'); }

  cohort() { return this.#cohort.value ?? {cohortId: this.#id, name: this.#id}; }

  #remember() {
    this.#page.setQuery({
      q: this.#query, status: this.#status, sort: this.#sort === COLUMNS[0] ? '' : this.#sort.key,
      order: this.#descending ? 'desc' : '', page: pageOf(this.#from),
    });
  }

  #narrow(change) {
    change();
    this.#from = 0;
    this.#remember();
    this.#order.release();
  }

  #matching() {
    const wanted = this.#query.normalize('NFC').toLocaleLowerCase().trim();
    const here = ['ENROLLED', 'ON_LEAVE'];
    const rows = this.#list.value.filter(e =>
      (!this.#status || (this.#status === 'HERE' ? here.includes(e.status) : e.status === this.#status))
      && (!wanted || [e.name, e.externalId, e.email].some(v => v?.normalize('NFC').toLocaleLowerCase().includes(wanted))));
    const {value} = this.#sort;
    rows.sort((a, b) => compareText(value(a), value(b)) || compareText(nameOf(a), nameOf(b)) || compareText(a.enrollmentId, b.enrollmentId));
    return this.#descending ? rows.reverse() : rows;
  }

  view() {
    return html`${head(t('nav.students'), this.#summary(), html`
        <button class="btn" @click=${() => this.#saveCsv()}>CSV</button>
        ${isAdmin() ? html`<button class="btn" @click=${() => this.#invite()}>${t('students.invite')}</button>` : nothing}
        ${this.#mail?.value?.configured ? html`<button class="btn" @click=${() => this.#inviteByMail()}>${t('students.mail')}</button>` : nothing}
        <button class="btn" @click=${() => this.#add()}>${t('students.add')}</button>
        <a class="btn pri" href=${`/c/${encodeURIComponent(this.#id)}/import`}>${t('nav.import')}</a>`)}
      ${show(this.#list, () => this.#body())}${this.#dialogs.view()}`;
  }

  #summary() {
    if (!this.#list.value) return nothing;
    const counts = STATUSES.map(status => [status, this.#list.value.filter(e => e.status === status).length]).filter(([, n]) => n);
    return [t('students.count', {n: this.#list.value.length}), ...counts.map(([status, n]) => `${word('status', status)} ${num(n)}`)].join(' · ');
  }

  async #saveCsv() {
    save(await getCsv(`${this.#path}/enrollments`, this.#page.signal), `${this.#id}-students.csv`);
  }

  /** One-time links for all who have no password yet, as a file: they are shown nowhere else and never again. */
  #invite() {
    this.#dialogs.confirm({
      title: () => t('students.invite'),
      intro: () => t('students.invite-intro'),
      verb: () => t('students.invite-verb'),
      submit: (_, key) => postCsv(`${this.#path}/invitations`, {key, signal: this.#page.signal}),
      done: file => save(file, `invitations-${this.#id}.csv`),
    });
  }

  /** Letters, a part of the roster after the other. Where a part fails, asking again goes on with it. */
  #inviteByMail() {
    const invited = [];
    let cursor = '';
    let key = newKey();
    const isOpen = this.#dialogs.confirm({
      title: () => t('students.mail'),
      intro: () => invited.length ? t('students.mail-progress', {n: invited.length}) : t('students.mail-intro'),
      verb: () => t(invited.length ? 'students.mail-go-on' : 'students.mail-verb'),
      submit: async () => {
        do {
          const part = await post(`${this.#path}/invitations/mail${cursor}`, {key, signal: this.#page.signal});
          invited.push(...part.items);
          cursor = part.next ? `?cursor=${encodeURIComponent(part.next)}` : '';
          key = newKey();
          this.#page.paint();
        } while (cursor && isOpen());
      },
      done: () => this.#dialogs.tell(() => t('students.mail'), () => this.#told(invited)),
    });
  }

  #told(invited) {
    const by = outcome => invited.filter(each => each.outcome === outcome);
    const without = [...by('NO_ADDRESS'), ...by('NOT_SENT')];
    const named = new Map(this.#list.value?.map(e => [e.enrollmentId, nameOf(e)]));
    return html`<ul class="stack2">${OUTCOMES.map(outcome => html`<li>${t(`students.mail.${outcome}`, {n: by(outcome).length})}</li>`)}</ul>
      ${without.length ? html`<p>${t('students.mail-without')}</p><ul class="stack2">${without.slice(0, PAGE_ROWS).map(each => html`<li>
        <a href=${`/students/${encodeURIComponent(each.enrollmentId)}`}>${named.get(each.enrollmentId) ?? each.username}</a>: ${word('mail-reason', each.reason ?? each.outcome)}</li>`)}
        ${without.length > PAGE_ROWS ? html`<li>${t('students.mail-more', {n: without.length - PAGE_ROWS})}</li>` : nothing}</ul>` : nothing}`;
  }

  #body() {
    if (!this.#list.value.length) {
      return html`<section class="panel prose">${empty(t('students.empty'), html`<a class="btn pri" href=${`/c/${encodeURIComponent(this.#id)}/import`}>${t('nav.import')}</a>`)}</section>`;
    }
    const all = this.#matching();
    this.#from = within(this.#from, all.length);
    const held = this.#order.of(all, e => e.enrollmentId);
    const o = this.#order;
    return html`<form class="row even" role="search" @submit=${e => e.preventDefault()}>
        <div class="field"><label for="q">${t('students.search')}</label><input id="q" type="search" autocomplete="off" .value=${this.#query}
          @input=${e => this.#narrow(() => { this.#query = e.target.value; })}></div>
        <div class="field"><label for="status">${t('col.status')}</label><select id="status" @change=${e => this.#narrow(() => { this.#status = e.target.value; })}>
          ${['', 'HERE', ...STATUSES].map(s => html`<option value=${s} ?selected=${s === this.#status}>${s === '' ? t('students.all') : s === 'HERE' ? t('students.here') : word('status', s)}</option>`)}</select></div>
      </form>
      <section class="panel" @pointerenter=${o.enter} @pointerleave=${o.leave} @focusin=${o.enter} @focusout=${o.leave}>
        ${held.moved ? html`<div class="held"><span>${t('held', {n: held.moved})}</span><button class="btn sm" @click=${o.release}>${t('held.show')}</button></div>` : nothing}
        ${all.length ? this.#table(held.rows.slice(this.#from, this.#from + PAGE_ROWS)) : html`<p>${t('students.no-match')}</p>`}
        ${pager(this.#from, all.length, from => this.#turn(from))}</section>`;
  }

  #table(rows) {
    return html`<div class="tw"><table class="cards"><caption class="sr">${t('nav.students')}</caption><thead><tr>${COLUMNS.map(c => this.#header(c))}<th scope="col">${t('col.reason')}</th></tr></thead>
      <tbody>${repeat(rows, e => e.enrollmentId, e => html`<tr>
        <th scope="row"><a href=${`/students/${encodeURIComponent(e.enrollmentId)}`}>${nameOf(e)}</a></th>
        <td class="opt">${e.externalId ?? ''}</td>
        <td>${statusTag(e.status)}</td>
        <td class="nowrap" data-l=${t('col.enrolledOn')}>${e.enrolledOn ? day(e.enrolledOn) : html`<span class="muted">${t('student.from-start')}</span>`}</td>
        <td class="nowrap" data-l=${e.withdrawal ? t('col.leftOn') : nothing}>${e.withdrawal ? day(e.withdrawal.on) : ''}</td>
        <td>${e.withdrawal?.reason ? word('reason', e.withdrawal.reason) : ''}</td></tr>`)}</tbody></table></div>`;
  }

  #header(column) {
    const current = column === this.#sort;
    const turn = () => {
      this.#descending = current && !this.#descending;
      this.#sort = column;
      this.#from = 0;
      this.#remember();
      this.#order.release();
    };
    return html`<th scope="col" class=${column.optional ? 'opt' : ''} aria-sort=${current ? this.#descending ? 'descending' : 'ascending' : nothing}>
      <button class="link" @click=${turn}>${t(`col.${column.key}`)}</button></th>`;
  }

  #turn(from) {
    this.#from = from;
    this.#remember();
    this.#order.release();
  }

  #add() {
    const zone = this.#cohort.value?.timeZone;
    this.#dialogs.ask({
      title: () => t('students.add'),
      intro: () => t('students.add-intro'),
      fields: () => [
        {name: 'name', label: t('col.name'), required: true},
        {name: 'externalId', label: t('col.externalId'), hint: t('students.id-hint')},
        {name: 'email', label: t('student.email'), type: 'email'},
        {name: 'phone', label: t('student.phone'), type: 'tel'},
        {name: 'enrolledOn', label: t('col.enrolledOn'), type: 'date', required: true},
        {name: 'status', label: t('col.status'), type: 'select', options: ['ENROLLED', 'APPLIED', 'SELECTED', 'WAITING'].map(value => ({value, label: word('status', value)})), hint: t('students.status-hint')},
      ],
      values: {enrolledOn: today(zone)},
      verb: () => t('students.add'),
      submit: (values, key) => post(`${this.#path}/enrollments`, {json: present(values), key}),
      said: answer => t('students.added', {status: word('status', answer.status)}),
      done: () => this.#list.again(),
    });
  }
}

/** Without what was left empty. */
export const present = values => Object.fromEntries(Object.entries(values).filter(([, v]) => v !== '' && v !== null && !(Array.isArray(v) && !v.length)));
