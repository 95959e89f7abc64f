/** Part of the page of a competition: becoming one team with another. */
import {html, nothing, repeat, t, num, addWords} from '../ui.js';
import {getAll, post, remove} from '../api.js';
import {problemText} from '../form.js';
import {stateOf, at} from '../contests.js';

const mergesNow = contest => contest.mergeUntil !== null && Date.parse(contest.mergeUntil) > Date.now() && ['COMING', 'RUNNING'].includes(stateOf(contest));

export class Merges {
  #page; #api; #dialogs; #merged; #again; #trouble = null; #busy = false;

  /**
   * @param api path of the competition
   * @param merged is told the team that both are now
   * @param again reads anew what is proposed
   */
  constructor(page, {api, dialogs, merged, again}) {
    this.#page = page;
    this.#api = api;
    this.#dialogs = dialogs;
    this.#merged = merged;
    this.#again = again;
  }

  /** What is proposed to the own team or by it; the words are there too for who has none yet and founds or joins one. */
  async load(contest, team, signal) {
    if (contest.mergeUntil === null) return [];
    const [merges] = await Promise.all([team && mergesNow(contest) ? getAll(`${this.#api}/merges`, signal) : [], addWords('merges')]);
    return merges;
  }

  view({contest, team, merges}) {
    if (contest.mergeUntil === null || contest.maxTeamSize === 1) return nothing;
    if (!mergesNow(contest)) return html`<p class="muted small" id="merges">${t('merges.over')}</p>`;
    const asked = merges.find(m => m.fromTeamId === team.teamId);
    const asking = merges.filter(m => m.intoTeamId === team.teamId);
    return html`<div class="stack2" id="merges"><h3>${t('merges.title')}</h3>
      <p class="muted small">${t('merges.until', {time: at(contest.mergeUntil, contest)})} ${t('merges.rule')}</p>
      ${this.#trouble ? html`<p class="err" role="alert">${problemText(this.#trouble)}</p>` : nothing}
      ${asking.length ? html`<ul class="plain">${repeat(asking, m => m.mergeId, m => html`<li class="stack2"><p>${t('merges.asks', {name: m.from, n: m.members})}</p>
        <div class="row"><button class="btn sm pri" @click=${() => this.#accept(m)}>${t('merges.accept')}<span class="sr"> ${m.from}</span></button>
          <button class="btn sm" aria-disabled=${this.#busy ? 'true' : nothing} @click=${() => this.#end(m)}>${t('merges.decline')}<span class="sr"> ${m.from}</span></button></div></li>`)}</ul>` : nothing}
      ${asked ? html`<p>${t('merges.asked', {name: asked.into})}</p>
          <div><button class="btn sm" aria-disabled=${this.#busy ? 'true' : nothing} @click=${() => this.#end(asked)}>${t('merges.back')}</button></div>`
        : html`<div><button class="btn sm" @click=${() => this.#ask()}>${t('merges.ask')}</button></div>`}</div>`;
  }

  async #ask() {
    this.#trouble = null;
    let teams;
    try {
      teams = await getAll(`${this.#api}/merge-candidates`, this.#page.signal);
    } catch (problem) {
      return this.#fails(problem);
    }
    this.#dialogs.ask({
      title: () => t('merges.ask'),
      intro: () => t(teams.length ? 'merges.ask-intro' : 'merges.nobody'),
      fields: () => [{name: 'teamId', label: t('merges.team'), type: 'select', required: true,
        options: teams.map(each => ({value: each.teamId, label: `${each.team} (${num(each.members)})`}))}],
      verb: () => t('merges.ask'),
      submit: ({teamId}, key) => post(`${this.#api}/merges`, {json: {teamId}, key}),
      said: merge => t('merges.asked', {name: merge.into}),
      done: this.#again,
    });
  }

  #accept(merge) {
    this.#dialogs.confirm({
      title: () => t('merges.accept'),
      intro: () => t('merges.intro', {name: merge.from}),
      verb: () => t('merges.accept'),
      submit: (_, key) => post(`${this.#api}/merges/${encodeURIComponent(merge.mergeId)}/acceptance`, {key}),
      said: () => t('merges.done', {name: merge.from}),
      done: this.#merged,
    });
  }

  async #end(merge) {
    if (this.#busy) return;
    this.#busy = true;
    this.#trouble = null;
    try {
      await remove(`${this.#api}/merges/${encodeURIComponent(merge.mergeId)}`);
      await this.#again();
    } catch (problem) {
      this.#fails(problem);
    }
    this.#busy = false;
    this.#page.paint();
    // The button that was pressed is gone.
    queueMicrotask(() => document.getElementById('team')?.focus({preventScroll: true}));
  }

  #fails(problem) {
    if (this.#page.signal.aborted) return;
    this.#trouble = problem;
    this.#page.paint();
  }
}
