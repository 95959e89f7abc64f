/** Scoring all of a competition anew, on the page of its staff: labels or metric, how far it is, the ranks then, and publishing. */
import {html, nothing, repeat, t, num, save, say} from '../ui.js';
import {get, getCsv, post, remove, Problem} from '../api.js';
import {newKey, problemText} from '../form.js';
import {at, score} from '../contests.js';

const ASK_MS = 1_000;
const SHOWN_MAX = 200;

export class Rescoring {
  #page; #api; #dialogs; #done; #now = null; #busy = false; #trouble = null; #asking = null;

  /** @param done is called once the boards are others */
  constructor(page, api, dialogs, done) {
    this.#page = page;
    this.#api = api;
    this.#dialogs = dialogs;
    this.#done = done;
    page.onLeave(() => clearTimeout(this.#asking));
  }

  /** Asked for only where there is one: the browser tells every 404. */
  load(contest, signal) {
    if (contest.rescoring) return this.#read(signal);
    this.#now = null;
    return null;
  }

  async #read(signal) {
    try {
      this.#now = await get(`${this.#api}/rescoring`, signal);
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      this.#now = null;
    }
    clearTimeout(this.#asking);
    if (this.#now?.state === 'SCORING') this.#asking = setTimeout(() => this.#again(), ASK_MS);
  }

  async #again() {
    try {
      await this.#read(this.#page.signal);
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      this.#trouble = problem;
    }
    this.#page.paint();
  }

  view(contest) {
    const {rescorings} = contest;
    return html`<section class="panel" id="rescoring" tabindex="-1"><h2>${t('rescoring.title')}</h2>
      ${rescorings.length ? html`<ul class="plain">${rescorings.map(r => html`<li>${at(r.at, contest)}: ${r.reason}</li>`)}</ul>` : nothing}
      ${this.#trouble ? html`<div class="note bad" role="alert"><p>${problemText(this.#trouble)}</p></div>` : nothing}
      ${this.#now ? this.#proposed(contest) : this.#none(contest)}</section>`;
  }

  #none(contest) {
    return html`<p class="muted">${t('rescoring.hint')}</p>
      <div class="row"><input id="rescoring-file" class="sr" type="file" accept=".csv,text/csv" ?disabled=${this.#busy} @change=${e => this.#send({file: e.target.files[0]})}>
        <label class="btn" for="rescoring-file">${t('rescoring.labels')}</label>
        <button class="btn" ?disabled=${this.#busy} @click=${() => this.#askMetric(contest)}>${t('rescoring.metric')}</button>
        ${this.#busy ? html`<span class="muted" role="status">${t('rescoring.sending')}</span>` : nothing}</div>`;
  }

  async #send({file}) {
    if (!file) return;
    this.#busy = true;
    this.#trouble = null;
    this.#page.paint();
    try {
      this.#now = await post(`${this.#api}/rescoring`, {file, key: newKey()});
      await this.#read(this.#page.signal);
      say(t('rescoring.begun'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#trouble = problem;
    } finally {
      this.#busy = false;
      this.#page.paint();
      this.#toPanel();
    }
  }

  #askMetric(contest) {
    this.#dialogs.ask({
      title: () => t('rescoring.metric'),
      intro: () => t('rescoring.metric-intro'),
      fields: () => [{name: 'metric', label: t('rescoring.metric-name'), required: true, value: contest.metric},
        {name: 'options', label: t('rescoring.options'), hint: t('rescoring.options-hint'), value: Object.entries(contest.metricOptions).map(pair => pair.join('=')).join(', ')}],
      verb: () => t('rescoring.begin'),
      submit: ({metric, options}, key) => post(`${this.#api}/rescoring`, {key, json: {metric: metric.trim(), metricOptions: optionsOf(options)}}),
      said: () => t('rescoring.begun'),
      done: async () => {
        await this.#again();
        this.#toPanel();
      },
    });
  }

  #toPanel() {
    queueMicrotask(() => document.getElementById('rescoring')?.focus({preventScroll: true}));
  }

  #proposed(contest) {
    const r = this.#now;
    const looked = r.scored + r.refused + r.gone;
    const versions = t('rescoring.versions', {labels: r.labelsVersion, metric: r.metric, version: r.metricVersion});
    return html`<p>${versions}</p>
      ${r.state === 'FAILED' ? html`<div class="note bad" role="alert"><p><b>${t('rescoring.failed')}</b> ${r.failure.reason} ${r.failedAt ? t('rescoring.failed-since', {at: at(r.failedAt, contest)}) : nothing} <code>${r.failure.code}</code></p></div>` : r.state === 'SCORING' ? html`<p role="status">${t('rescoring.scoring', {n: num(looked), all: num(r.submissions)})}</p><progress max=${Math.max(1, r.submissions)} value=${looked} aria-label=${t('rescoring.title')}></progress>` : this.#difference(contest)}
      <div class="row">${r.state === 'READY' ? html`<button class="btn pri" @click=${() => this.#publish()}>${t('rescoring.publish')}</button><button class="btn" @click=${() => this.#save()}>CSV</button>` : nothing}
        <button class="btn" @click=${() => this.#discard()}>${t('rescoring.discard')}</button></div>`;
  }

  #difference(contest) {
    const r = this.#now;
    const place = it => it ? html`<b>${num(it.rank)}</b> ${score(it.score, contest)}` : '–';
    const columns = ['publicBefore', 'publicAfter', 'privateBefore', 'privateAfter'];
    return html`<p><b>${t('rescoring.changed', {n: r.changedPublic, hidden: r.changedPrivate})}</b>
        ${r.refused ? t('rescoring.refused', {n: r.refused}) : nothing} ${r.gone ? t('rescoring.gone', {n: r.gone}) : nothing}</p>
      <div class="tw"><table class="cards mid"><caption class="sr">${t('rescoring.difference')}</caption>
        <thead><tr><th scope="col">${t('rescoring.team')}</th>${columns.map(c => html`<th scope="col" class="num">${t(`rescoring.${c}`)}</th>`)}</tr></thead>
        <tbody>${repeat(r.teams.slice(0, SHOWN_MAX), team => team.teamId, team => html`<tr><th scope="row">${team.team}</th>
          ${columns.map(c => html`<td class="num" data-l=${t(`rescoring.${c}`)}>${place(team[c])}</td>`)}</tr>`)}</tbody></table></div>
      ${r.teams.length > SHOWN_MAX ? html`<p class="muted small">${t('rescoring.more', {n: r.teams.length - SHOWN_MAX})}</p>` : nothing}`;
  }

  async #save() {
    save(await getCsv(`${this.#api}/rescoring`, this.#page.signal), 'rescoring.csv');
  }

  #publish() {
    const {generation} = this.#now;
    this.#dialogs.ask({
      title: () => t('rescoring.publish'),
      intro: () => t('rescoring.publish-intro'),
      fields: () => [{name: 'reason', label: t('rescoring.reason'), hint: t('rescoring.reason-hint'), type: 'textarea', required: true}],
      verb: () => t('rescoring.publish'),
      submit: ({reason}, key) => post(`${this.#api}/rescoring/publication`, {key, json: {generation, reason: reason.trim()}}),
      said: () => t('rescoring.published'),
      done: () => this.#over(),
    });
  }

  #discard() {
    this.#dialogs.confirm({
      title: () => t('rescoring.discard'),
      intro: () => t('rescoring.discard-intro'),
      verb: () => t('rescoring.discard'),
      submit: () => remove(`${this.#api}/rescoring`),
      said: () => t('rescoring.discarded'),
      done: () => this.#over(),
    });
  }

  async #over() {
    this.#now = null;
    await this.#done();
    this.#toPanel();
  }
}

/** As tokens=char, gain=linear. */
const optionsOf = text => Object.fromEntries(text.split(',').map(pair => pair.split('=').map(part => part.trim())).filter(([name]) => name).map(([name, value = '']) => [name, value]));
