/** GPUs: the timetable of a pool's week. Students reserve, say that they are on it and give back; staff open pools. */
import {html, nothing, repeat, t, word, num, head, day, fullDay, fullTime, wallClock, addDays, today, say, copy, Loaded, show, empty} from '../ui.js';
import {get, getAll, post, patch, put, remove, isStaff} from '../api.js';
import {Dialogs, problemText} from '../form.js';
import {again} from './lectures.js';

const RELOAD_MS = 30_000;
const DAYS = 7;
const HOURS_MAX = 24;
const WEEKS_AHEAD = 4;
const BLOCK_MINUTES = [60, 120, 180, 240, 360, 480, 720];
const TAGS = {HELD: 'o', CLAIMED: 'o', WAITING: 'w', RETURNED: 'w'};
/** Somebody of the team was on it, and may leave a note for the next. */
const NOTED = ['CLAIMED', 'ENDED'];
const OPEN = ['ASKED', 'WAITING', 'HELD', 'CLAIMED'];

export function gpus(page) {
  return new Gpus(page);
}

class Gpus {
  #page; #data; #dialogs; #busy = false; #trouble = null;
  /** {poolId, token}: what is shown once. */
  #made = null;

  constructor(page) {
    this.#page = page;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
    again(page, this.#data.again, RELOAD_MS);
  }

  async #load(signal) {
    const {query} = this.#page;
    const [pools, cohorts] = await Promise.all([getAll('/api/gpu-pools', signal),
      isStaff() ? getAll('/api/cohorts', signal) : []]);
    const pool = pools.find(p => p.poolId === query.get('pool')) ?? pools[0];
    if (!pool) return {pools, cohorts, week: null};
    const asked = new URLSearchParams({poolId: pool.poolId, ...(query.get('week') ? {week: query.get('week')} : {})});
    // Staff who do not work with all cohorts of the pool change nothing of it.
    const [week, tokens] = await Promise.all([get(`/api/gpu-reservations?${asked}`, signal),
      isStaff() ? get(`/api/gpu-pools/${encodeURIComponent(pool.poolId)}/token`, signal).catch(problem => { if (problem.status === 403) return null; throw problem; }) : null]);
    return {pools, cohorts, week, tokens};
  }

  title() { return t('nav.gpus'); }

  view() {
    const pools = this.#data.value;
    return html`${head(t('nav.gpus'), t('gpus.sub'), isStaff() && pools && html`<button class="btn pri" @click=${this.#openPool}>${t('gpus.new')}</button>`)}
      ${show(this.#data, data => data.week ? this.#body(data) : html`<section class="panel prose">${empty(t(isStaff() ? 'gpus.none' : 'gpus.none-student'))}</section>`)}
      ${this.#dialogs.view()}`;
  }

  #body({pools, week, tokens}) {
    const own = week.teams.filter(team => team.own);
    return html`<section class="panel" id="pool" tabindex="-1"><header><h2>${week.pool.name}</h2>
        ${isStaff() ? html`<button class="btn sm" @click=${() => this.#editPool(week.pool)}>${t('gpus.edit')}</button>` : nothing}</header>
      ${pools.length > 1 ? html`<div class="field"><label for="which-pool">${t('gpus.pool')}</label><select id="which-pool" @change=${e => this.#go({pool: e.target.value, week: week.week})}>
        ${pools.map(p => html`<option value=${p.poolId} ?selected=${p.poolId === week.pool.poolId}>${p.name}</option>`)}</select></div>` : nothing}
      <p>${t('gpus.rule')}</p><p class="muted">${t('gpus.claim-rule')}</p>
      ${isStaff() ? html`<p>${t('gpus.quota', {n: num(week.pool.quotaHours)})}</p>`
        : own.length ? html`<ul class="stack2" id="quota">${own.map(team => html`<li>${t('gpus.used', {team: team.name, used: num(team.usedHours, team.usedHours % 1 ? 1 : 0), quota: num(week.pool.quotaHours)})}</li>`)}</ul>`
        : html`<p class="note">${t('gpus.no-team')} <a href="/competitions">${t('nav.competitions')}</a></p>`}
      ${this.#trouble ? html`<div class="note bad" role="alert" id="gpu-trouble"><p>${problemText(this.#trouble)}</p></div>` : nothing}
      </section>
      ${this.#reservations(week)}${this.#timetable(week)}${tokens ? this.#script(week.pool, tokens) : nothing}`;
  }

  // ---- reservations

  #reservations(week) {
    const own = new Set(week.teams.filter(team => team.own).map(team => team.teamId));
    const shown = week.reservations.filter(r => isStaff() ? OPEN.includes(r.state) : own.has(r.teamId))
      .sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || a.reservationId.localeCompare(b.reservationId));
    const names = namesOf(week);
    return html`<section class="panel" id="reservations" tabindex="-1"><h2>${t(isStaff() ? 'gpus.all' : 'gpus.mine')}</h2>
      ${shown.length ? html`<div class="tw"><table class="cards mid"><caption class="sr">${t(isStaff() ? 'gpus.all' : 'gpus.mine')}</caption>
        <thead><tr><th scope="col">${t('gpus.time')}</th><th scope="col">${t('gpus.team')}</th><th scope="col">GPU</th><th scope="col">${t('col.status')}</th><th scope="col"><span class="sr">${t('gpus.act')}</span></th></tr></thead>
        <tbody>${repeat(shown, r => r.reservationId, r => html`<tr><th scope="row">${span(r, week.pool)}</th>
          <td data-l=${t('gpus.team')}>${names.get(r.teamId)}</td><td data-l="GPU">${r.gpu ?? r.wanted ?? t('gpus.any')}</td>
          <td class="all"><span class=${`tag ${TAGS[r.state] ?? ''}`}>${word('gpu-state', r.state)}</span> ${detail(r, week.pool)}${this.#notes(r, week.pool)}</td>
          <td class="all">${this.#acts(r, week)}</td></tr>`)}</tbody></table></div>`
        : html`<p class="muted">${t(isStaff() ? 'gpus.nothing' : 'gpus.nothing-mine')}</p>`}</section>`;
  }

  #acts(r, week) {
    const isNoted = !isStaff() && NOTED.includes(r.state);
    if (!OPEN.includes(r.state) && !isNoted) return nothing;
    const said = html`<span class="sr"> ${span(r, week.pool)}</span>`;
    return html`<div class="row">${!isStaff() && r.state === 'HELD' && Date.parse(r.claimFrom) <= Date.now()
      ? html`<button class="btn sm pri" ?disabled=${this.#busy} @click=${() => this.#claim(r)}>${t('gpus.claim')}${said}</button>` : nothing}
      ${OPEN.includes(r.state) ? html`<button class="btn sm" ?disabled=${this.#busy} @click=${() => this.#giveBack(r, week)}>${t('gpus.give-back')}${said}</button>` : nothing}
      ${isNoted ? html`<button class="btn sm" ?disabled=${this.#busy} @click=${() => this.#leaveNote(r)}>${t(r.note ? 'gpus.edit-note' : 'gpus.leave-note')}${said}</button>` : nothing}</div>`;
  }

  /** What the team before left, and what this one leaves. */
  #notes(r, {timeZone}) {
    const note = (it, label) => it ? html`<div class="note"><p class="small muted">${label} · ${at(it.at, timeZone)}</p><p class="written">${it.text}</p></div>` : nothing;
    return html`${r.stillBusyAt ? html`<p class="small">${t('gpus.still-busy', {time: at(r.stillBusyAt, timeZone)})}</p>` : nothing}
      ${r.busyAt ? html`<p class="muted small">${t('gpus.busy', {time: at(r.busyAt, timeZone)})}</p>` : nothing}${note(r.handover, t('gpus.handover'))}${note(r.note, t('gpus.note'))}`;
  }

  // ---- the timetable

  #timetable(week) {
    const {timeZone, gpus: present} = week.pool;
    // One that was taken out of the pool is there as long as somebody has it.
    const all = [...new Set([...present, ...week.reservations.filter(r => r.gpu).map(r => r.gpu)])];
    const days = new Map();
    week.blocks.forEach(block => {
      const {date} = wallClock(block.from, timeZone);
      days.set(date, [...days.get(date) ?? [], block]);
    });
    const [monday] = days.keys();
    const now = today(timeZone);
    const first = days.has(now) ? now : monday;
    const last = addDays(now, WEEKS_AHEAD * DAYS);
    return html`<section class="panel" id="timetable" tabindex="-1"><header><h2>${t('gpus.week', {from: day(monday), until: day(addDays(monday, DAYS - 1))})}</h2>
      <div class="row"><button class="btn sm" @click=${() => this.#go({pool: week.pool.poolId, week: weekOf(addDays(monday, -DAYS))})}>${t('gpus.previous')}</button>
        <button class="btn sm" ?disabled=${addDays(monday, DAYS) > last} @click=${() => this.#go({pool: week.pool.poolId, week: weekOf(addDays(monday, DAYS))})}>${t('gpus.next')}</button></div></header>
      <p class="muted small">${t('gpus.zone', {zone: timeZone})}</p>
      ${repeat([...days], ([date]) => date, ([date, blocks]) => html`<details class="more" ?open=${date === first}><summary>${fullDay(date)}</summary>
        <div class="tw"><table class="mid"><caption class="sr">${fullDay(date)}</caption>
          <thead><tr><th scope="col">${t('gpus.time')}</th><th scope="col">${t('gpus.any')}</th>${all.map(gpu => html`<th scope="col">${gpu}</th>`)}</tr></thead>
          <tbody>${blocks.map(block => this.#row(week, block, all))}</tbody></table></div></details>`)}</section>`;
  }

  #row(week, block, all) {
    const {timeZone} = week.pool;
    const clock = `${wallClock(block.from, timeZone).time}–${wallClock(block.until, timeZone).time}`;
    const within = week.reservations.filter(r => Date.parse(r.from) < Date.parse(block.until) && Date.parse(block.from) < Date.parse(r.until));
    const names = namesOf(week);
    const may = Date.parse(block.until) > Date.now() && week.teams.some(team => team.own)
      && wallClock(block.from, timeZone).date <= addDays(today(timeZone), WEEKS_AHEAD * DAYS);
    return html`<tr><th scope="row">${clock}</th>${[null, ...all].map(gpu => {
      const has = gpu && within.find(r => r.gpu === gpu && (r.state === 'HELD' || r.state === 'CLAIMED'));
      const returned = gpu && !has && within.some(r => r.gpu === gpu && r.state === 'RETURNED');
      const wanted = within.filter(r => r.wanted === gpu && (r.state === 'ASKED' || r.state === 'WAITING')).length;
      const own = has && week.teams.some(team => team.own && team.teamId === has.teamId);
      return html`<td>${has ? html`<span class=${`tag ${own ? 'o' : ''}`}>${names.get(has.teamId)}</span> <span class="muted small">${word('gpu-state', has.state)}</span>` : nothing}
        ${returned ? html`<span class="tag w">${word('gpu-state', 'RETURNED')}</span>` : nothing}
        ${wanted ? html`<span class="muted small">${t('gpus.wanted', {n: wanted})}</span>` : nothing}
        ${may && (gpu === null || week.pool.gpus.includes(gpu)) ? html`<button class="btn sm" ?disabled=${this.#busy} @click=${() => this.#reserve(week, block, gpu)}>${t(has || wanted ? 'gpus.queue' : 'gpus.reserve')}<span class="sr"> ${gpu ?? t('gpus.any')} ${clock}</span></button>` : nothing}</td>`;
    })}</tr>`;
  }

  #go(query) {
    this.#page.setQuery(query);
    this.#trouble = null;
    this.#data.again();
  }

  // ---- what students do

  #reserve(week, block, gpu) {
    const {timeZone} = week.pool;
    const own = week.teams.filter(team => team.own);
    const local = instant => {
      const {date, time} = wallClock(instant, timeZone);
      return `${date}T${time}`;
    };
    const ends = week.blocks.filter(b => Date.parse(b.from) >= Date.parse(block.from)
      && Date.parse(`${local(b.until)}Z`) - Date.parse(`${local(block.from)}Z`) <= HOURS_MAX * 3_600_000);
    this.#dialogs.ask({
      title: () => t('gpus.reserve-title', {gpu: gpu ?? t('gpus.any')}),
      intro: () => t('gpus.reserve-intro', {from: at(block.from, timeZone)}),
      fields: () => [
        {name: 'teamId', label: t('gpus.team'), type: 'select', required: true, options: own.map(team => ({value: team.teamId, label: team.name})), when: () => own.length > 1},
        {name: 'until', label: t('gpus.until'), type: 'select', required: true, options: ends.map(b => ({value: local(b.until), label: at(b.until, timeZone)}))},
      ],
      values: {teamId: own[0].teamId, until: local(block.until)},
      verb: () => t('gpus.reserve'),
      submit: (values, key) => post('/api/gpu-reservations', {key, json: {poolId: week.pool.poolId, teamId: own[0].teamId, ...values, from: local(block.from), ...(gpu ? {gpu} : {})}}),
      said: r => `${word('gpu-state', r.state)}. ${plainDetail(r, week.pool)}`,
      done: () => this.#changed(),
    });
  }

  async #claim(r) {
    this.#busy = true;
    this.#trouble = null;
    this.#page.paint();
    try {
      await put(`/api/gpu-reservations/${encodeURIComponent(r.reservationId)}/claim`);
      say(t('gpus.claimed-said'));
    } catch (problem) {
      this.#trouble = problem;
    }
    this.#busy = false;
    await this.#changed();
  }

  #leaveNote(r) {
    this.#dialogs.ask({
      title: () => t('gpus.leave-note'),
      intro: () => t('gpus.note-intro'),
      fields: () => [{name: 'text', label: t('gpus.note'), type: 'textarea', hint: t('gpus.note-hint')}],
      values: {text: r.note?.text ?? ''},
      verb: () => t('save'),
      submit: ({text}) => put(`/api/gpu-reservations/${encodeURIComponent(r.reservationId)}/note`, {json: {text}}),
      said: after => t(after.note ? 'gpus.note-said' : 'gpus.note-gone'),
      done: () => this.#changed(),
    });
  }

  #giveBack(r, week) {
    this.#dialogs.confirm({
      title: () => t('gpus.give-back'),
      intro: () => t('gpus.give-back-intro', {time: span(r, week.pool)}),
      verb: () => t('gpus.give-back'),
      submit: () => remove(`/api/gpu-reservations/${encodeURIComponent(r.reservationId)}`),
      said: () => t('gpus.given-back-said'),
      done: () => this.#changed(),
    });
  }

  /** The button that was pressed may be gone. */
  async #changed() {
    await this.#data.again();
    this.#page.paint();
    document.getElementById('reservations')?.focus({preventScroll: true});
  }

  // ---- what staff do

  #openPool = () => {
    const cohorts = this.#data.value.cohorts.filter(c => c.status === 'OPEN');
    this.#dialogs.ask({
      title: () => t('gpus.new'),
      fields: () => [...poolFields(cohorts),
        {name: 'blockMinutes', label: t('gpus.block'), type: 'select', required: true, options: BLOCK_MINUTES.map(n => ({value: String(n), label: t('gpus.hours', {n: n / 60})}))}],
      values: {blockMinutes: '240', quotaHours: 24, cohortIds: cohorts.length === 1 ? [cohorts[0].cohortId] : []},
      verb: () => t('gpus.open'),
      submit: (values, key) => post('/api/gpu-pools', {key, json: {...asPool(values), blockMinutes: Number(values.blockMinutes)}}),
      said: pool => t('gpus.opened-said', {name: pool.name}),
      done: pool => this.#go({pool: pool.poolId}),
    });
  };

  // ---- the cluster's script

  #script(pool, {present, past}) {
    const path = `/api/gpu-pools/${encodeURIComponent(pool.poolId)}/token`;
    const made = this.#made?.poolId === pool.poolId ? this.#made.token : null;
    return html`<section class="panel prose" id="script" tabindex="-1"><h2>${t('gpus.script')}</h2><p>${t('gpus.script-sub')}</p>
      ${made ? html`<div class="stack2" role="status"><p><b>${t('gpus.token-once')}</b></p><code class="once">${made}</code>
        <div><button class="btn pri" @click=${() => copy(made)}>${t('gpus.token-copy')}</button></div></div>` : nothing}
      <p>${present ? t('gpus.token-made', {time: fullTime(present.madeAt), by: present.madeBy}) : t('gpus.token-none')}</p>
      <div class="row"><button class="btn" @click=${() => this.#makeToken(path, pool, present)}>${t(present ? 'gpus.token-replace' : 'gpus.token-make')}</button>
        ${present ? html`<button class="btn" @click=${() => this.#withdrawToken(path)}>${t('gpus.token-withdraw')}</button>` : nothing}</div>
      ${past.length ? html`<details class="more small"><summary>${t('gpus.token-past')}</summary><ul class="plain">${past.map(each => html`<li>${t('gpus.token-ended', {made: fullTime(each.madeAt), by: each.madeBy, ended: fullTime(each.endedAt), endedBy: each.endedBy})}</li>`)}</ul></details>` : nothing}</section>`;
  }

  #makeToken(path, pool, present) {
    this.#dialogs.confirm({
      title: () => t(present ? 'gpus.token-replace' : 'gpus.token-make'),
      intro: () => t(present ? 'gpus.token-replace-intro' : 'gpus.token-make-intro'),
      verb: () => t(present ? 'gpus.token-replace' : 'gpus.token-make'),
      submit: (_, key) => post(path, {key}),
      said: () => t('gpus.token-made-said'),
      done: ({token}) => {
        this.#made = {poolId: pool.poolId, token};
        return this.#data.again();
      },
    });
  }

  #withdrawToken(path) {
    this.#dialogs.confirm({
      title: () => t('gpus.token-withdraw'),
      intro: () => t('gpus.token-withdraw-intro'),
      verb: () => t('gpus.token-withdraw'),
      submit: () => remove(path),
      said: () => t('gpus.token-withdrawn-said'),
      done: () => {
        this.#made = null;
        return this.#data.again();
      },
    });
  }

  #editPool(pool) {
    const cohorts = this.#data.value.cohorts.filter(c => c.status === 'OPEN' || pool.cohortIds.includes(c.cohortId));
    this.#dialogs.ask({
      title: () => t('gpus.edit'),
      intro: () => t('gpus.edit-intro'),
      fields: () => poolFields(cohorts),
      values: {name: pool.name, gpus: pool.gpus.join('\n'), quotaHours: pool.quotaHours, cohortIds: pool.cohortIds},
      verb: () => t('save'),
      submit: values => patch(`/api/gpu-pools/${encodeURIComponent(pool.poolId)}`, {json: asPool(values), ifMatch: `"${pool.version}"`}),
      said: after => t('gpus.edited-said', {name: after.name}),
      done: () => this.#data.again(),
    });
  }
}

const poolFields = cohorts => [
  {name: 'name', label: t('gpus.name'), required: true},
  {name: 'cohortIds', label: t('gpus.cohorts'), type: 'checks', options: cohorts.map(c => ({value: c.cohortId, label: c.name}))},
  {name: 'gpus', label: t('gpus.gpus'), hint: t('gpus.gpus-hint'), type: 'textarea', required: true},
  {name: 'quotaHours', label: t('gpus.quota-hours'), type: 'number', required: true, min: 1, max: 168},
];

const asPool = ({name, cohortIds, gpus: names, quotaHours}) => ({
  name, cohortIds, quotaHours: Number(quotaHours), gpus: names.split('\n').map(each => each.trim()).filter(Boolean),
});

const namesOf = week => new Map(week.teams.map(team => [team.teamId, team.name]));

/** On the clock of the pool: 'Sat, 28 Nov 14:00'. */
const at = (instant, timeZone) => {
  const clock = wallClock(instant, timeZone);
  return `${day(clock.date)} ${clock.time}`;
};

const span = (r, {timeZone}) => `${at(r.from, timeZone)}–${wallClock(r.until, timeZone).time}`;

function plainDetail(r, {timeZone}) {
  switch (r.state) {
    case 'ASKED': return t('gpus.drawn-at', {time: at(r.drawnAt, timeZone)});
    case 'WAITING': return t('gpus.place', {n: r.position});
    case 'HELD': return t('gpus.claim-by', {from: at(r.claimFrom, timeZone), until: at(r.claimBy, timeZone)});
    default: return '';
  }
}

const detail = (r, pool) => html`<span class="muted small">${plainDetail(r, pool)}</span>`;

/** The ISO week that begins with that Monday: '2026-W48'. */
export function weekOf(monday) {
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const dayOfYear = (Date.parse(thursday) - Date.parse(`${year}-01-01`)) / 86_400_000;
  return `${year}-W${String(Math.floor(dayOfYear / DAYS) + 1).padStart(2, '0')}`;
}
