/** A competition for staff: its solution and data, publishing and closing it, both boards, and who takes part when. */
import {html, nothing, repeat, t, num, pct, head, figures, fullDay, wallClock, addDays, bars, barsPicture, compareText, save, savePicture, saveCsv, say, addWords, Loaded, show, empty} from '../ui.js';
import {get, getAll, getCsv, post, put, remove, Problem} from '../api.js';
import {Dialogs, newKey, problemText} from '../form.js';
import {stateOf, contestTag, at, score, bytes, pathOf} from '../contests.js';
import {nameOf} from '../cohorts.js';
import {again} from './lectures.js';
import {Rescoring} from './rescoring.js';
import {Reports} from './reports.js';

const RELOAD_MS = 30_000;
const NOT_A_NAME = /[^A-Za-z0-9._-]/g;
const NAME_CHARS_MAX = 100;

export function competitionDesk(page, id) {
  return new CompetitionDesk(page, id);
}

class CompetitionDesk {
  #page; #api; #id; #data; #dialogs; #rescoring; #reports; #days = null; #busy = false; #trouble = null;
  /** What the sample submission would score; null: none was tried since the solution came. */
  #tried = null;
  /** Of the version of the competition that they were made of; null: none were made. */
  #checks = null;

  constructor(page, id) {
    this.#page = page;
    this.#id = id;
    this.#api = `/api${pathOf(id)}`;
    this.#dialogs = new Dialogs(page);
    this.#rescoring = new Rescoring(page, this.#api, this.#dialogs, () => this.#data.again());
    this.#reports = new Reports(page, this.#api, id);
    this.#data = new Loaded(page, signal => this.#load(signal));
    again(page, this.#data.again, RELOAD_MS);
  }

  title() { return this.#data.value?.contest.title ?? t('nav.competitions'); }

  async #load(signal) {
    const contest = await get(this.#api, signal);
    await this.#check(contest, signal);
    // A draft's too: once it is published the page shows them before it has loaded anew.
    await Promise.all([addWords('reports'), addWords('rescoring'), isRescorable(contest) && this.#rescoring.load(contest, signal)]);
    const [stuck, teams, told, hidden, ...cohorts] = await Promise.all([
      get(`${this.#api}/stuck`, signal), getAll(`${this.#api}/teams`, signal), get(`${this.#api}/leaderboard`, signal), get(`${this.#api}/leaderboard?board=private`, signal),
      ...contest.cohortIds.map(cohortId => getAll(`/api/cohorts/${encodeURIComponent(cohortId)}/enrollments`, signal))]);
    const enrollments = cohorts.flat();
    return {
      contest, stuck, teams, publicRows: told.rows, privateRows: hidden.rows,
      names: new Map(enrollments.map(e => [e.studentId, nameOf(e)])),
      here: enrollments.filter(e => ['ENROLLED', 'ON_LEAVE'].includes(e.status)).map(e => e.studentId),
    };
  }

  /** Reads the whole solution there, so it is asked for once for each version, and after publishing no more. */
  async #check(contest, signal) {
    if (contest.status !== 'DRAFT' || !contest.solution) this.#checks = null;
    else if (this.#checks?.version !== contest.version) {
      this.#checks = {version: contest.version, items: (await get(`${this.#api}/checks`, signal)).items};
    }
  }

  view() {
    const contest = this.#data.value?.contest;
    return html`${head(this.title(), contest && html`<a href="/competitions">${t('nav.competitions')}</a> · ${at(contest.startsAt, contest)} – ${at(contest.closedAt ?? contest.endsAt, contest)} ${contestTag(contest)}`, contest && this.#actions(contest))}
      ${this.#trouble ? html`<div class="note bad" role="alert" id="trouble" tabindex="-1"><p>${problemText(this.#trouble)}</p></div>` : nothing}
      ${show(this.#data, all => this.#body(all))}${this.#dialogs.view()}`;
  }

  #body(all) {
    const isDraft = all.contest.status === 'DRAFT';
    return html`${this.#stuck(all)}${isDraft ? nothing : this.#figures(all)}${isDraft ? this.#solution(all) : nothing}${this.#files(all)}
      ${isDraft ? nothing : html`${this.#board(all)}${isRescorable(all.contest) ? this.#rescoring.view(all.contest) : nothing}${this.#reports.view(all.contest)}${this.#participation(all)}`}`;
  }

  /** Staff are alarmed by a metric; here it is told of what, and since when. */
  #stuck({contest, stuck: {submissions, rescoring}}) {
    if (!submissions.length && !rescoring) return nothing;
    return html`<div class="note bad" role="alert" id="stuck"><p><b>${t('desk-contest.stuck')}</b> ${t('desk-contest.stuck-hint')}</p>
      <ul class="plain">${rescoring ? html`<li>${t('desk-contest.stuck-rescoring', {at: at(rescoring.at, contest), n: rescoring.tries})}</li>` : nothing}
        ${submissions.map(s => html`<li>${t('desk-contest.stuck-submission', {team: s.team, at: at(s.at, contest), n: s.tries})} <code>${s.submissionId}</code></li>`)}</ul></div>`;
  }

  // ---- what is done with all of it ------------------------------------------------------------------------------

  #actions(contest) {
    const step = (verb, name, primary = false) => html`<button class=${`btn ${primary ? 'pri' : ''}`} @click=${() => this.#step(verb, name)}>${t(verb)}</button>`;
    return html`<a class="btn" href=${`${pathOf(this.#id)}/edit`}>${t('edit')}</a>
      ${contest.status === 'DRAFT' ? nothing : html`<a class="btn" href=${pathOf(this.#id)}>${t('desk-contest.as-students')}</a>`}
      ${stateOf(contest) === 'OVER' ? html`<a class="btn" href=${`${pathOf(this.#id)}/peers`}>${t('desk-contest.peers')}</a>` : nothing}
      ${contest.status === 'DRAFT' && contest.solution ? step('desk-contest.publish', 'publication', true)
        : contest.status === 'PUBLISHED' ? step('desk-contest.end', 'closing') : contest.status === 'CLOSED' ? step('desk-contest.archive', 'archiving') : nothing}`;
  }

  #step(verb, name) {
    this.#dialogs.confirm({
      title: () => t(verb),
      intro: () => t(`${verb}-intro`, {title: this.title()}),
      verb: () => t(verb),
      submit: (_, key) => post(`${this.#api}/${name}`, {key}),
      said: () => t(`${verb}-said`, {title: this.title()}),
      done: contest => {
        this.#data.set({...this.#data.value, contest});
        return this.#data.again();
      },
    });
  }

  // ---- solution and data ----------------------------------------------------------------------------------------

  #solution({contest}) {
    const s = contest.solution;
    return html`<section class="panel" id="solution" tabindex="-1"><h2>${t('desk-contest.solution')}</h2>
      <p class="muted">${t('desk-contest.solution-hint')}</p>
      ${s ? html`<p><b>${t('desk-contest.rows', {open: s.publicRows, hidden: s.privateRows})}</b> <span class="muted">${bytes(s.bytes)}</span></p>` : html`<p>${t('desk-contest.no-solution')}</p>`}
      ${this.#chooser('solution-file', t(s ? 'desk-contest.other-solution' : 'desk-contest.send-solution'), file => this.#sendSolution(file))}</section>
      ${s ? html`<section class="panel" id="try" tabindex="-1"><h2>${t('desk-contest.try')}</h2><p class="muted">${t('desk-contest.try-hint')}</p>
        ${this.#tried ? this.#verdict(contest) : nothing}${this.#chooser('sample-file', t('desk-contest.try-file'), file => this.#try(file))}</section>` : nothing}
      ${this.#checks ? this.#checked() : nothing}`;
  }

  /** What had better be known before it opens. */
  #checked() {
    const {items} = this.#checks;
    const warned = items.filter(item => item.verdict === 'WARNED').length;
    return html`<section class="panel" id="checks"><h2>${t('desk-contest.checks')}</h2>
      <p class="muted">${warned ? t('desk-contest.checks-warned', {n: warned}) : t('desk-contest.checks-passed')}</p>
      <div class="tw"><table class="cards mid"><caption class="sr">${t('desk-contest.checks')}</caption>
        <thead><tr><th scope="col">${t('desk-contest.check')}</th><th scope="col">${t('desk-contest.check-verdict')}</th><th scope="col">${t('desk-contest.check-found')}</th></tr></thead>
        <tbody>${items.map(({code, verdict, figures}) => html`<tr><th scope="row">${t(`desk-contest.check.${code}`)}</th>
          <td data-l=${t('desk-contest.check-verdict')}><span class=${`tag ${{WARNED: 'w', PASSED: 'o'}[verdict] ?? ''}`}>${t(`desk-contest.check-${verdict}`)}</span></td>
          <td class="all" data-l=${t('desk-contest.check-found')}>${verdict === 'NOT_APPLICABLE' ? '–' : found(code, figures)} ${verdict === 'WARNED' ? t(`desk-contest.check.${code}-advice`) : nothing}</td></tr>`)}</tbody></table></div></section>`;
  }

  #verdict(contest) {
    const {state, rows, publicScore, privateScore, error} = this.#tried;
    if (state === 'REJECTED') {
      const where = [error.row === null ? '' : t('desk-contest.line', {n: error.row}), error.column === null ? '' : t('desk-contest.column', {name: error.column})].filter(Boolean).join(', ');
      return html`<div class="note bad" role="alert"><p><b>${t('desk-contest.try-refused')}</b> ${where ? `${where}: ` : ''}${error.reason}</p></div>`;
    }
    return html`<div class="note ok" role="status"><p><b>${t('desk-contest.try-scored', {n: rows})}</b> ${t('desk-contest.public')} ${score(publicScore, contest)}${privateScore === null ? '' : `, ${t('desk-contest.private')} ${score(privateScore, contest)}`}</p></div>`;
  }

  async #try(file) {
    if (!file) return;
    await this.#sending(async () => {
      this.#tried = await post(`${this.#api}/solution/preview`, {file, key: newKey()});
      return this.#data.value.contest;
    });
    document.getElementById('sample-file').value = '';
  }

  #files({contest}) {
    const open = ['DRAFT', 'PUBLISHED'].includes(contest.status);
    return html`<section class="panel" id="data" tabindex="-1"><h2>${t('desk-contest.data')}</h2>
      ${contest.files.length ? html`<ul class="plain">${repeat(contest.files, f => f.name, f => html`<li><a href=${`${this.#api}/files/${encodeURIComponent(f.name)}`} download=${f.name}>${f.name}</a> <span class="muted small">${bytes(f.bytes)}</span>
        ${open ? html`<button class="btn sm" @click=${() => this.#removeFile(f)}>${t('desk-contest.remove')}<span class="sr"> ${f.name}</span></button>` : nothing}</li>`)}</ul>` : html`<p class="muted">${t('desk-contest.data-none')}</p>`}
      ${open ? this.#chooser('data-file', t('desk-contest.send-data'), file => this.#sendFile(file)) : nothing}</section>`;
  }

  #chooser(id, label, take) {
    return html`<div class="drop"><div class="row"><input id=${id} class="sr" type="file" ?disabled=${this.#busy} @change=${e => take(e.target.files[0])}>
      <label class="btn" for=${id}>${label}</label>${this.#busy ? html`<span class="muted" role="status">${t('desk-contest.sending')}</span>` : nothing}</div></div>`;
  }

  async #sending(what) {
    this.#busy = true;
    this.#trouble = null;
    this.#page.paint();
    try {
      const contest = await what();
      await this.#check(contest, this.#page.signal);
      this.#data.set({...this.#data.value, contest});
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#trouble = problem;
      return false;
    } finally {
      this.#busy = false;
      this.#page.paint();
    }
  }

  async #sendSolution(file) {
    if (!file) return;
    if (await this.#sending(() => put(`${this.#api}/solution`, {file}))) {
      this.#tried = null;
      this.#page.paint();
      say(t('desk-contest.solution-said'));
    }
    // The same file may be chosen again once it was mended.
    document.getElementById('solution-file').value = '';
  }

  /** Under its own name, without what a name may not have. */
  async #sendFile(file) {
    if (!file) return;
    const name = file.name.replace(NOT_A_NAME, '_').replace(/^[.-]+/, '').slice(-NAME_CHARS_MAX) || 'data';
    if (await this.#sending(() => put(`${this.#api}/files/${encodeURIComponent(name)}`, {file, type: 'application/octet-stream'}))) say(t('desk-contest.data-said', {name}));
    document.getElementById('data-file').value = '';
  }

  #removeFile(file) {
    this.#dialogs.confirm({
      title: () => t('desk-contest.remove'),
      intro: () => t('desk-contest.remove-intro', {name: file.name}),
      verb: () => t('desk-contest.remove'),
      submit: () => remove(`${this.#api}/files/${encodeURIComponent(file.name)}`),
      said: () => t('desk-contest.removed-said', {name: file.name}),
      done: async () => {
        await this.#data.again();
        // The button that was pressed is gone.
        document.getElementById('data')?.focus({preventScroll: true});
      },
    });
  }

  // ---- figures and boards ---------------------------------------------------------------------------------------

  /** Students who are here and of no team that has a score. */
  #silent({teams, here}) {
    const heard = new Set(teams.filter(team => team.submissions).flatMap(team => team.members));
    return here.filter(studentId => !heard.has(studentId));
  }

  #figures(all) {
    const submissions = all.teams.reduce((sum, team) => sum + team.submissions, 0);
    return figures([
      {label: t('desk-contest.students'), value: num(all.here.length - this.#silent(all).length), unit: t('desk-contest.of', {n: all.here.length})},
      {label: t('desk-contest.teams'), value: num(all.teams.length)},
      {label: t('desk-contest.submissions'), value: num(submissions)},
      {label: t('desk-contest.without'), value: num(this.#silent(all).length)},
    ]);
  }

  #board(all) {
    const {contest, teams, publicRows, privateRows, names} = all;
    const of = rows => new Map(rows.map(row => [row.teamId, row]));
    const [told, hidden] = [of(publicRows), of(privateRows)];
    const rank = team => told.get(team.teamId)?.rank ?? Infinity;
    const sorted = [...teams].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)) || compareText(a.name, b.name));
    const cell = row => row ? html`<b>${num(row.rank)}</b> ${score(row.score, contest)}` : '–';
    return html`<section class="panel" id="board"><header><h2>${t('desk-contest.boards')}</h2>
        <span class="row"><button class="btn sm" @click=${() => this.#saveBoard('public')}>${t('desk-contest.public')} CSV</button><button class="btn sm" @click=${() => this.#saveBoard('private')}>${t('desk-contest.private')} CSV</button>
          <button class="btn sm" @click=${() => this.#saveTable('teams')}>${t('desk-contest.teams')} CSV</button><button class="btn sm" @click=${() => this.#saveTable('submissions')}>${t('desk-contest.all-submissions')} CSV</button></span></header>
      ${stateOf(contest) === 'OVER' ? nothing : html`<p class="muted small">${t('desk-contest.private-note')}</p>`}
      ${sorted.length ? html`<div class="tw"><table class="cards mid"><caption class="sr">${t('desk-contest.boards')}</caption>
        <thead><tr><th scope="col">${t('desk-contest.team')}</th><th scope="col" class="num">${t('desk-contest.public')}</th><th scope="col" class="num">${t('desk-contest.private')}</th><th scope="col">${t('desk-contest.moves')}</th>
          <th scope="col">${t('desk-contest.members')}</th><th scope="col" class="num">${t('desk-contest.submissions')}</th><th scope="col"><span class="sr">${t('actions')}</span></th></tr></thead>
        <tbody>${repeat(sorted, team => team.teamId, team => html`<tr><th scope="row">${team.name}</th>
          <td class="num" data-l=${t('desk-contest.public')}>${cell(told.get(team.teamId))}</td><td class="num" data-l=${t('desk-contest.private')}>${cell(hidden.get(team.teamId))}</td>
          <td data-l=${t('desk-contest.moves')}>${moves(told.get(team.teamId), hidden.get(team.teamId))}</td>
          <td class="all" data-l=${t('desk-contest.members')}>${team.members.map(id => names.get(id) ?? id).sort(compareText).join(', ')}</td>
          <td class="num" data-l=${t('desk-contest.submissions')}>${num(team.submissions)}</td>
          <td class="num all"><a href=${`${pathOf(this.#id)}/trials?team=${encodeURIComponent(team.teamId)}`}>${t('desk-contest.trials')}<span class="sr"> ${team.name}</span></a></td></tr>`)}</tbody></table></div>`
        : empty(t('desk-contest.no-team'))}</section>`;
  }

  async #saveBoard(board) {
    save(await getCsv(`${this.#api}/leaderboard?board=${board}`, this.#page.signal), `leaderboard-${board}.csv`);
  }

  async #saveTable(name) {
    save(await getCsv(`${this.#api}/${name}`, this.#page.signal), `${name}.csv`);
  }

  // ---- who takes part when --------------------------------------------------------------------------------------

  #participation(all) {
    const silent = this.#silent(all).map(id => all.names.get(id) ?? id).sort(compareText);
    return html`<section class="panel" id="participation"><h2>${t('desk-contest.participation')}</h2>
      <details class="more" @toggle=${e => { if (e.target.open && !this.#days) this.#readDays(all); }}><summary>${t('desk-contest.per-day')}</summary>${this.#perDay(all)}</details>
      ${silent.length ? html`<details class="more"><summary>${t('desk-contest.silent', {n: silent.length})}</summary><ul class="plain">${silent.map(name => html`<li>${name}</li>`)}</ul></details>` : html`<p>${t('desk-contest.none-silent')}</p>`}</section>`;
  }

  /** Each team's submissions, asked for when somebody wants to know. */
  async #readDays({contest, teams}) {
    try {
      const all = await Promise.all(teams.map(async team => (await getAll(`${this.#api}/submissions?teamId=${encodeURIComponent(team.teamId)}`, this.#page.signal))));
      const byDay = new Map();
      all.flat().forEach(s => {
        const {date} = wallClock(s.at, contest.timeZone);
        const day = byDay.get(date) ?? {submissions: 0, teams: new Set()};
        day.submissions++;
        day.teams.add(s.teamId);
        byDay.set(date, day);
      });
      const last = wallClock(new Date(Math.min(Date.now(), Date.parse(contest.closedAt ?? contest.endsAt))).toISOString(), contest.timeZone).date;
      const days = [];
      for (let {date} = wallClock(contest.startsAt, contest.timeZone); date <= last; date = addDays(date, 1)) {
        const day = byDay.get(date);
        days.push({date, submissions: day?.submissions ?? 0, teams: day?.teams.size ?? 0});
      }
      this.#days = {days};
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      this.#days = {problem};
    }
    this.#page.paint();
  }

  #perDay({contest}) {
    if (!this.#days) return html`<p role="status">${t('loading')}</p>`;
    if (this.#days.problem) return html`<p class="err" role="alert">${problemText(this.#days.problem)}</p>`;
    const {days} = this.#days;
    const rows = days.map(day => ({label: fullDay(day.date), value: day.submissions, text: t('desk-contest.day', {n: day.submissions, teams: day.teams})}));
    const picture = ending => savePicture(barsPicture(rows, {title: `${t('desk-contest.per-day')}: ${contest.title}`, subtitle: fullDay(days.at(-1).date)}), `participation.${ending}`);
    return html`<div class="stack"><div class="row"><button class="btn sm" @click=${() => picture('png')}>PNG</button><button class="btn sm" @click=${() => picture('svg')}>SVG</button>
        <button class="btn sm" @click=${() => saveCsv([['date', 'submissions', 'teams'], ...days.map(d => [d.date, d.submissions, d.teams])], 'participation.csv')}>CSV</button></div>
      <div class="tw"><table><caption class="sr">${t('desk-contest.per-day')}</caption><thead><tr><th scope="col">${t('desk-contest.date')}</th><th scope="col" class="num">${t('desk-contest.submissions')}</th><th scope="col" class="num">${t('desk-contest.teams')}</th></tr></thead>
        <tbody>${days.map(d => html`<tr><th scope="row">${fullDay(d.date)}</th><td class="num">${num(d.submissions)}</td><td class="num">${num(d.teams)}</td></tr>`)}</tbody></table></div>
      ${bars(rows.map(({text, ...row}) => row))}</div>`;
  }
}

const isRescorable = ({status}) => ['PUBLISHED', 'CLOSED'].includes(status);

/** The figures of a check in words. */
function found(code, figures) {
  switch (code) {
    case 'FILE_ORDER': case 'ID_ORDER': return figures.strength === 0 ? t('desk-contest.check-order-none') : t('desk-contest.check-order', {strength: num(figures.strength, 2), lag: figures.lag});
    case 'ALIKE_IDS': return t('desk-contest.check-ids', {n: figures.ids});
    case 'SPLIT_SIZES': return t('desk-contest.rows', {open: figures.publicRows, hidden: figures.privateRows});
    case 'SPLIT_LABELS': return t('desk-contest.check-distance', {percent: pct(figures.distance, 1)});
    case 'LIMITS': return t('desk-contest.check-limits', {submissions: num(figures.submissions), percent: pct(figures.share, 1)});
    case 'SHARED_ROWS': return figures.rows ? t('desk-contest.check-shared', {n: figures.rows, found: num(figures.found)}) : '';
    default: return '';
  }
}

/** From the public to the private rank. */
function moves(told, hidden) {
  if (!told || !hidden) return '–';
  const up = told.rank - hidden.rank;
  return up === 0 ? t('desk-contest.stays') : t(up > 0 ? 'desk-contest.up' : 'desk-contest.down', {n: Math.abs(up)});
}
