/** Users: who may come in, as what, and the one-time links that let them set a password. */
import {html, nothing, t, time, word, fullTime, head, Loaded, show, say, save, copy} from '../ui.js';
import {get, getAll, getCsv, post, patch, remove, session} from '../api.js';
import {Dialogs} from '../form.js';
import {present} from './students.js';
import {changed} from './student.js';

const WAYS = ['SHOW', 'MAIL'];
const ROLES = ['ADMIN', 'STAFF', 'STUDENT', 'INSTRUCTOR'];

export function settings(page) {
  return new SettingsPage(page);
}

class SettingsPage {
  #page; #users; #cohorts; #mail; #dialogs;

  constructor(page) {
    this.#page = page;
    this.#dialogs = new Dialogs(page);
    this.#users = new Loaded(page, signal => getAll('/api/users', signal));
    this.#mail = new Loaded(page, signal => get('/api/mail', signal));
    this.#cohorts = new Loaded(page, async signal => (await getAll('/api/cohorts', signal)));
  }

  title() { return t('nav.settings'); }

  view() {
    return html`${head(t('nav.settings'), t('settings.sub'), html`<button class="btn" @click=${() => this.#saveCsv()}>CSV</button>
        <button class="btn pri" @click=${() => this.#add()}>${t('settings.add')}</button>`)}
      ${show(this.#users, users => html`<section class="panel"><div class="tw"><table class="cards mid"><caption class="sr">${t('settings.users')}</caption>
        <thead><tr><th scope="col">${t('username')}</th><th scope="col">${t('settings.role')}</th><th scope="col">${t('settings.cohorts')}</th><th scope="col">${t('settings.last')}</th><th scope="col">${t('actions')}</th></tr></thead>
        <tbody>${users.map(user => this.#row(user))}</tbody></table></div></section>`)}${this.#dialogs.view()}`;
  }

  async #saveCsv() {
    save(await getCsv('/api/users', this.#page.signal), 'users.csv');
  }

  #row(user) {
    const role = roleOf(user);
    const own = user.username === session.username;
    const limited = role === 'STAFF' && user.cohortIds?.length;
    return html`<tr><th scope="row">${user.username}${own ? html` <span class="muted small">${t('settings.you')}</span>` : nothing}</th>
      <td data-l=${t('settings.role')}>${word('role', role)}${user.hasPassword ? nothing : html` <span class="tag">${t('settings.no-password')}</span>`}</td>
      <td data-l=${t('settings.cohorts')}>${role === 'STAFF' || role === 'ADMIN' ? limited ? user.cohortIds.map(id => this.#cohortName(id)).join(', ') : t('settings.all-cohorts') : '–'}</td>
      <td data-l=${t('settings.last')}>${user.lastSignInAt ? time(user.lastSignInAt) : html`<span class="muted">${t('settings.never')}</span>`}</td>
      <td class="all"><div class="row"><button class="btn sm" @click=${() => this.#edit(user)}>${t('edit')}<span class="sr"> ${user.username}</span></button>
        <button class="btn sm" @click=${() => this.#link(user, user.hasPassword ? 'RESET' : 'INVITATION')}>${t('settings.reset')}<span class="sr"> ${user.username}</span></button>
        ${own ? nothing : html`<button class="btn sm" @click=${() => this.#delete(user)}>${t('settings.delete')}<span class="sr"> ${user.username}</span></button>`}</div></td></tr>`;
  }

  #cohortName(id) { return this.#cohorts.value?.find(c => c.cohortId === id)?.name ?? id; }

  #role() { return {name: 'role', label: t('settings.role'), type: 'select', required: true, options: ROLES.map(value => ({value, label: word('role', value)}))}; }

  #cohortField() {
    return {name: 'cohortIds', label: t('settings.cohorts'), type: 'checks', hint: t('settings.cohorts-hint'),
      options: (this.#cohorts.value ?? []).map(c => ({value: c.cohortId, label: c.name})), when: v => v.role === 'STAFF' && !!this.#cohorts.value?.length};
  }

  #studentField() {
    return {name: 'studentId', label: t('settings.student-id'), required: true, hint: t('settings.student-id-hint'), when: v => v.role === 'STUDENT'};
  }

  #add() {
    this.#dialogs.ask({
      title: () => t('settings.add'),
      intro: () => t('settings.add-intro'),
      fields: () => [
        {name: 'username', label: t('username'), required: true, autocomplete: 'off'},
        this.#role(),
        this.#cohortField(),
        this.#studentField(),
      ],
      values: {role: 'STAFF'},
      verb: () => t('settings.add'),
      submit: async (values, key) => {
        await post('/api/users', {json: present(values), key});
        return values;
      },
      done: user => {
        this.#users.again();
        this.#link(user, 'INVITATION');
      },
    });
  }

  #edit(user) {
    const before = {role: roleOf(user), cohortIds: user.cohortIds ?? [], studentId: user.studentId ?? ''};
    this.#dialogs.ask({
      title: () => t('settings.edit', {name: user.username}),
      intro: () => user.username === session.username ? t('settings.edit-self') : null,
      fields: () => [this.#role(), this.#cohortField(), this.#studentField()],
      values: before,
      verb: () => t('save'),
      // What does not go with the new role is taken away with the old one.
      submit: (values, key) => patch(`/api/users/${encodeURIComponent(user.username)}`,
        {json: changed(before, {cohortIds: [], studentId: '', ...values}), key, ifMatch: `"${user.version}"`}),
      said: () => t('saved'),
      done: () => this.#users.again(),
    });
  }

  #delete(user) {
    this.#dialogs.confirm({
      title: () => t('settings.delete-title', {name: user.username}),
      intro: () => t('settings.delete-intro'),
      verb: () => t('settings.delete'),
      submit: (_, key) => remove(`/api/users/${encodeURIComponent(user.username)}`, {key}),
      said: () => t('settings.deleted', {name: user.username}),
      done: () => this.#users.again(),
    });
  }

  /** The link is shown once, since only its hash is kept; or not at all, where it goes to a student by mail. */
  #link(user, purpose) {
    const {username} = user;
    const path = `/api/users/${encodeURIComponent(username)}/links`;
    const byMail = () => this.#mail.value?.configured && user.studentId;
    this.#dialogs.ask({
      title: () => t(`settings.link.${purpose}`, {name: username}),
      intro: () => t(`settings.link-intro.${purpose}`),
      fields: () => byMail() ? [{name: 'way', label: t('settings.way'), type: 'select', required: true, options: WAYS.map(value => ({value, label: word('way', value)}))}] : [],
      values: {way: 'SHOW'},
      verb: () => t('settings.link-verb'),
      submit: ({way}, key) => post(way === 'MAIL' ? `${path}/mail` : path, {json: {purpose}, key}),
      done: link => link.url ? this.#show(username, link) : say(t('settings.mailed', {name: username, time: fullTime(link.expiresAt)})),
    });
  }

  #show(username, link) {
    this.#dialogs.tell(() => t('settings.link-title', {name: username}), () => html`<p>${t('settings.link-once', {time: fullTime(link.expiresAt)})}</p>
      <code class="once">${link.url}</code><div><button class="btn pri" @click=${() => copy(link.url)}>${t('copy')}</button></div>`);
  }
}

const roleOf = user => user.role ?? user.roles?.[0];
