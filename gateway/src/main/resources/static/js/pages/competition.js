/** A competition: what it is about, submitting and what came of it, the board, and the own team. */
import {html, nothing, repeat, t, num, head, figures, fullTime, inTime, inZone, say, sayNews, copy, save, addWords, Loaded, Reloading, show, empty} from '../ui.js';
import {get, getAll, getCsv, post, put, remove, upload, isStaff, Problem} from '../api.js';
import {Dialogs, newKey, problemText} from '../form.js';
import {HeldOrder} from '../live.js';
import {stateOf, contestTag, at, score, bytes, pathOf} from '../contests.js';
import {again} from './lectures.js';
import {Merges} from './merges.js';

const BOARD_MS = 5_000;
const RELOAD_MS = 30_000;
const NEWS_MS = 100;
const MINUTE_MS = 60_000;

export function competition(page, id) {
  return new CompetitionPage(page, id);
}

class CompetitionPage {
  #page; #api; #id; #data; #board; #dialogs; #order; #merges;
  /** Ranks of the board as it was first seen, by team. */
  #first = null;
  #rank = null;
  /** {days, view} | {problem}; null: nobody has asked for it. */
  #history = null;
  #file = null; #hypothesis = ''; #over = false;
  /** {phase: 'SENDING', share} | {phase: 'QUEUED'} | {phase: 'SCORED' | 'REJECTED', submission} | {phase: 'FAILED', problem} */
  #sent = null;
  /** Kept until the server has answered, so that what was cut is not sent as another. */
  #key = newKey();
  #trouble = null;
  /** Whose stream is open. */
  #followed = null;
  /** What it told last, by submission. */
  #told = new Map();
  #reloading;

  constructor(page, id) {
    this.#page = page;
    this.#id = id;
    this.#api = `/api${pathOf(id)}`;
    this.#dialogs = new Dialogs(page);
    this.#order = new HeldOrder(page.paint);
    this.#merges = new Merges(page, {
      api: this.#api, dialogs: this.#dialogs, again: () => this.#data.again(),
      merged: async () => {
        await Promise.all([this.#data.again(), this.#board.again()]);
        this.#toTeam();
      },
    });
    this.#data = new Loaded(page, signal => this.#load(signal));
    this.#board = new Loaded(page, signal => this.#loadBoard(signal));
    this.#reloading = new Reloading(page, () => this.#data.again(), () => NEWS_MS);
    again(page, this.#data.again, RELOAD_MS);
    again(page, this.#board.again, BOARD_MS);
    // What is left of the day is told in hours and minutes.
    const clock = setInterval(page.paint, MINUTE_MS);
    page.onLeave(() => clearInterval(clock));
  }

  /** What was submitted is told by a stream: from where there is a team, and for as long as anything is taken or waits. */
  #follow({contest, team, submissions}) {
    const teamId = team && (stateOf(contest) === 'RUNNING' || submissions.some(waits)) ? team.teamId : null;
    if (teamId === this.#followed) return;
    this.#followed = teamId;
    if (teamId === null) return this.#page.closeLive();
    this.#page.openLive(`${this.#api}/teams/${encodeURIComponent(teamId)}/stream`, told => this.#news(told), () => this.#data.again());
  }

  /** Places and ages; what was scored or is new is asked for, with all that may be said of it. */
  #news({submissions}) {
    this.#told = new Map(submissions.map(s => [s.submissionId, s]));
    const known = new Map(this.#data.value.submissions.map(s => [s.submissionId, s.state]));
    if (submissions.some(s => known.get(s.submissionId) !== s.state)) this.#reloading.soon();
    this.#page.paint();
  }

  /** What was sent from here has come to its end. */
  #settle({contest, submissions}) {
    if (this.#sent?.phase !== 'QUEUED') return;
    const submission = submissions.find(s => s.submissionId === this.#sent.submissionId);
    if (!submission || waits(submission)) return;
    this.#file = null;
    document.getElementById('file').value = '';
    this.#sent = {phase: submission.state, submission};
    if (submission.state === 'SCORED') say(t('competition.scored', {score: score(submission.publicScore, contest)}));
    this.#board.again();
    // What is left of the day was asked for beside it, and may have been answered just before.
    this.#reloading.soon();
  }

  title() { return this.#data.value?.contest.title ?? t('nav.competitions'); }

  async #load(signal) {
    const [contest, teams, submissions] = await Promise.all([
      get(this.#api, signal), isStaff() ? [] : get(`${this.#api}/teams`, signal).then(page => page.items),
      isStaff() ? [] : getAll(`${this.#api}/submissions`, signal)]);
    const team = teams[0] ?? null;
    const shared = !isStaff() && isPast(contest) ? await getAll(`${this.#api}/shared-trials`, signal) : [];
    const all = {contest, team, submissions, shared, merges: isStaff() ? [] : await this.#merges.load(contest, team, signal)};
    this.#follow(all);
    this.#settle(all);
    return all;
  }

  async #loadBoard(signal) {
    const {rows} = await get(`${this.#api}/leaderboard`, signal);
    this.#first ??= new Map(rows.map(row => [row.teamId, row.rank]));
    // Which team is the own one may be known only after the board was first seen.
    const teamId = this.#data.value?.team?.teamId;
    const before = this.#rank ?? this.#first.get(teamId);
    const rank = rows.find(row => row.teamId === teamId)?.rank;
    if (before && rank && rank !== before) sayNews(() => t('competition.rank-news', {rank}));
    this.#rank = rank;
    return rows;
  }

  view() {
    const it = this.#data.value;
    return html`${head(this.title(), it && html`<a href="/competitions">${t('nav.competitions')}</a> · ${t('competition.until', {time: at(it.contest.closedAt ?? it.contest.endsAt, it.contest)})} ${contestTag(it.contest)}`,
        it && html`${isStaff() ? html`<a class="btn" href=${`${pathOf(this.#id)}/desk`}>${t('competition.desk')}</a>` : nothing}${it.team ? html`<a class="btn" href=${`${pathOf(this.#id)}/trials`}>${t('competition.trials')}</a>${stateOf(it.contest) === 'OVER' && it.team.members.length > 1 ? html`<a class="btn" href=${`${pathOf(this.#id)}/peers`}>${t('competition.peers')}</a>` : nothing}` : nothing}`)}
      ${show(this.#data, all => this.#body(all))}${this.#dialogs.view()}`;
  }

  #body(all) {
    const state = stateOf(all.contest);
    return html`${isStaff() ? nothing : this.#figures(all)}
      ${isStaff() ? nothing : state === 'RUNNING' ? this.#submit(all) : html`<section class="panel prose"><p>${state === 'COMING' ? t('competition.coming', {time: at(all.contest.startsAt, all.contest)}) : t('competition.over')}</p></section>`}
      ${isStaff() ? nothing : this.#submissions(all)}
      ${isStaff() || !isPast(all.contest) ? nothing : this.#shared(all)}
      ${this.#leaderboard(all)}
      <div class="cols even">${this.#files(all)}${this.#rules(all)}</div>
      ${isStaff() ? nothing : this.#team(all)}`;
  }

  // ---- the first second -----------------------------------------------------------------------------------------

  #figures({contest, team}) {
    const own = this.#board.value?.find(row => row.teamId === team?.teamId);
    const today = team?.today;
    return figures([
      {label: t('competition.rank'), value: own ? num(own.rank) : '–', unit: own ? t('competition.of-teams', {n: this.#board.value.length}) : undefined},
      {label: t('competition.best'), value: own ? score(own.score, contest) : '–'},
      {label: t('competition.left-today'), value: num(today?.left ?? contest.dailyLimit), unit: t('competition.of', {n: contest.dailyLimit}), sub: today ? resets(today, contest) : undefined},
      {label: t('competition.picks'), value: num(team?.picks.length ?? 0), unit: t('competition.of', {n: contest.finalPicks}), sub: team?.picks.length ? undefined : t('competition.picks-best')},
    ]);
  }

  // ---- submitting -----------------------------------------------------------------------------------------------

  #submit({contest, team}) {
    const busy = this.#isSending();
    const today = team?.today;
    return html`<section class="panel" id="submit" tabindex="-1"><header><h2>${t('competition.submit')}</h2>
        <span class="muted" id="left-today">${today ? html`${t('competition.left-of', {left: today.left, limit: today.limit})}, ${resets(today, contest)}` : t('competition.a-day', {n: contest.dailyLimit})}</span></header>
      <div class=${`drop ${this.#over ? 'over' : ''}`}
        @dragover=${e => { e.preventDefault(); this.#over = true; this.#page.paint(); }} @dragleave=${() => { this.#over = false; this.#page.paint(); }}
        @drop=${e => { e.preventDefault(); this.#over = false; this.#choose(e.dataTransfer.files[0]); }}>
        <p class="hint" id="file-hint">${t('competition.file-hint')}</p>
        <div class="row"><input id="file" class="sr" type="file" accept=".csv,.gz,text/csv,application/gzip" aria-describedby="file-hint" ?disabled=${busy} @change=${e => this.#choose(e.target.files[0])}>
          <label class="btn" for="file">${t('competition.choose')}</label><span class="muted small">${this.#file ? `${this.#file.name} · ${bytes(this.#file.size)}` : t('competition.drop-here')}</span></div></div>
      <div class="field"><label for="hypothesis">${t('competition.hypothesis')} <span class="hint">${t('form.optional')}</span></label>
        <textarea id="hypothesis" maxlength="2000" .value=${this.#hypothesis} @input=${e => { this.#hypothesis = e.target.value; }}></textarea></div>
      <div><button class="btn pri" aria-disabled=${busy || !this.#file || today?.left === 0 ? 'true' : nothing} @click=${() => this.#send(contest)}>${t(this.#sent?.phase === 'FAILED' && this.#sent.problem.status === 0 ? 'competition.send-again' : 'competition.send')}</button></div>
      ${this.#progress(contest)}</section>`;
  }

  #isSending() { return ['SENDING', 'QUEUED'].includes(this.#sent?.phase); }

  #progress(contest) {
    const sent = this.#sent;
    switch (sent?.phase) {
      case 'SENDING': return html`<div class="stack2" id="progress"><p>${t('competition.sending', {percent: num(100 * sent.share)})}</p><progress max="1" value=${sent.share} aria-label=${t('competition.sending-label')}></progress></div>`;
      case 'QUEUED': return html`<div class="stack2" id="progress"><p>${t('competition.queued')} ${this.#line(this.#data.value.submissions.find(s => s.submissionId === sent.submissionId))}</p><progress aria-label=${t('competition.queued')}></progress></div>`;
      case 'SCORED': return html`<div class="note ok" id="progress"><p><b>${t('competition.scored', {score: score(sent.submission.publicScore, contest)})}</b>
        ${sent.submission.improved === false ? t('competition.not-better') : nothing} <a href=${`${pathOf(this.#id)}/trials`}>${t('competition.write-trial')}</a></p></div>`;
      case 'REJECTED': return html`<div class="note bad" role="alert" id="progress"><p><b>${t('competition.rejected')}</b> ${fault(sent.submission.error)} ${t('competition.no-attempt')}</p></div>`;
      case 'FAILED': return html`<div class="note bad" role="alert" id="progress"><p>${problemText(sent.problem)}</p></div>`;
      default: return nothing;
    }
  }

  /** Where one stands that waits, and for how long. */
  #line(s) {
    return s && waits(s) ? inLine(this.#told.get(s.submissionId) ?? s) : nothing;
  }

  #choose(file) {
    if (!file || this.#isSending()) return;
    this.#file = file;
    this.#sent = null;
    this.#key = newKey();
    this.#page.paint();
  }

  async #send(contest) {
    if (this.#isSending() || !this.#file || this.#data.value.team?.today?.left === 0) return;
    const step = sent => {
      this.#sent = sent;
      this.#page.paint();
    };
    try {
      step({phase: 'SENDING', share: 0});
      const {submissionId} = await upload(`${this.#api}/submissions`, {
        file: this.#file, type: this.#file.name.endsWith('.gz') ? 'application/gzip' : 'text/csv', key: this.#key, signal: this.#page.signal,
        progress: share => step({phase: 'SENDING', share}),
      });
      this.#key = newKey();
      step({phase: 'QUEUED', submissionId});
      if (this.#hypothesis.trim()) {
        await put(`${this.#api}/submissions/${encodeURIComponent(submissionId)}/trial`, {json: {hypothesis: this.#hypothesis.trim()}});
        this.#hypothesis = '';
      }
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      // What was refused had no effect; what is sent then is another request.
      if (problem.status >= 400 && problem.status < 500) this.#key = newKey();
      step({phase: 'FAILED', problem});
    }
    await Promise.all([this.#data.again(), this.#board.again()]);
  }

  // ---- own submissions ------------------------------------------------------------------------------------------

  #submissions({contest, team, submissions}) {
    const isOver = stateOf(contest) === 'OVER';
    const hasPrivate = submissions.some(s => s.privateScore !== undefined);
    return html`<section class="panel" id="mine" tabindex="-1"><h2>${t('competition.mine')}</h2>
      ${this.#trouble ? html`<div class="note bad" role="alert"><p>${problemText(this.#trouble)}</p></div>` : nothing}
      ${submissions.length ? html`<div class="tw"><table class="cards mid"><caption class="sr">${t('competition.mine')}</caption>
        <thead><tr><th scope="col">${t('competition.when')}</th><th scope="col">${t('col.status')}</th><th scope="col" class="num">${t('competition.score')}</th>
          ${hasPrivate ? html`<th scope="col" class="num">${t('competition.private')}</th>` : nothing}<th scope="col"><span class="sr">${t('competition.picks')}</span></th></tr></thead>
        <tbody>${repeat(submissions, s => s.submissionId, s => html`<tr><th scope="row">${fullTime(s.at)}</th>
          <td class="all">${html`<span class=${`tag ${s.state === 'SCORED' ? 'o' : s.state === 'REJECTED' ? 'w' : ''}`}>${t(STATES[s.state])}</span>`} ${waits(s) ? html`<span class="small">${this.#line(s)}</span>` : nothing} ${s.error ? html`<span class="small">${fault(s.error)}</span>` : nothing}</td>
          <td class="num" data-l=${t('competition.score')}>${s.publicScore === null ? '–' : score(s.publicScore, contest)}</td>
          ${hasPrivate ? html`<td class="num" data-l=${t('competition.private')}>${s.privateScore === undefined ? '–' : score(s.privateScore, contest)}</td>` : nothing}
          <td class="num all">${s.state === 'SCORED' ? this.#pick(contest, team, s, isOver) : nothing}</td></tr>`)}</tbody></table></div>`
        : html`<p class="muted">${t('competition.mine-none')}</p>`}</section>`;
  }

  #pick(contest, team, s, isOver) {
    const picked = team.picks.includes(s.submissionId);
    if (isOver) return picked ? html`<span class="tag o">${t('competition.picked')}</span>` : nothing;
    const full = !picked && team.picks.length >= contest.finalPicks;
    return html`<button class="btn sm" aria-pressed=${picked} aria-disabled=${full ? 'true' : nothing} @click=${() => full || this.#choosePick(team, s, picked)}>${t('competition.pick')}<span class="sr"> ${fullTime(s.at)}</span></button>`;
  }

  async #choosePick(team, s, picked) {
    this.#trouble = null;
    try {
      const submissionIds = picked ? team.picks.filter(id => id !== s.submissionId) : [...team.picks, s.submissionId];
      const after = await put(`${this.#api}/teams/${encodeURIComponent(team.teamId)}/final-picks`, {json: {submissionIds}});
      this.#data.set({...this.#data.value, team: after});
      say(t('competition.picked-said', {n: after.picks.length}));
    } catch (problem) {
      this.#trouble = problem;
      this.#page.paint();
    }
  }

  // ---- trials of others -----------------------------------------------------------------------------------------

  #shared({contest, team, shared}) {
    const others = shared.filter(each => each.teamId !== team?.teamId);
    return html`<section class="panel prose" id="shared"><h2>${t('competition.shared')}</h2>
      ${others.length ? html`<ul class="plain">${repeat(others, each => each.teamId, each => html`<li><a href=${`${pathOf(this.#id)}/trials?team=${encodeURIComponent(each.teamId)}`}>${each.team}</a>
        <span class="muted small">${t('competition.shared-since', {time: at(each.sharedAt, contest)})}</span></li>`)}</ul>`
        : html`<p class="muted">${t('competition.shared-none')}</p>`}
      ${team ? html`<p class="small"><a href=${`${pathOf(this.#id)}/trials`}>${t('competition.share-own')}</a></p>` : nothing}</section>`;
  }

  // ---- board ----------------------------------------------------------------------------------------------------

  #leaderboard({contest, team}) {
    const o = this.#order;
    return html`<section class="panel" id="board"><header><h2>${t('competition.board')}</h2>
        <button class="btn sm" @click=${() => this.#saveBoard()}>CSV</button></header>
      <p class="muted small">${t('competition.board-sub')}</p>
      ${show(this.#board, rows => {
        if (!rows.length) return empty(t('competition.board-none'));
        const held = o.of(rows, row => row.teamId);
        return html`${held.moved ? html`<div class="held"><span>${t('held', {n: held.moved})}</span><button class="btn sm" @click=${o.release}>${t('held.show')}</button></div>` : nothing}
          <div class="tw" @pointerenter=${o.enter} @pointerleave=${o.leave} @focusin=${o.enter} @focusout=${o.leave}><table class="cards mid"><caption class="sr">${t('competition.board')}</caption>
          <thead><tr><th scope="col" class="num">${t('competition.rank')}</th><th scope="col">${t('competition.change')}</th><th scope="col">${t('competition.team')}</th><th scope="col" class="num">${t('competition.score')}</th>
            <th scope="col" class="num">${t('competition.submissions')}</th><th scope="col">${t('competition.best-at')}</th></tr></thead>
          <tbody>${repeat(held.rows, row => row.teamId, row => html`<tr class=${row.teamId === team?.teamId ? 'own' : ''}>
            <td class="num" data-l=${t('competition.rank')}>${num(row.rank)}</td><td data-l=${t('competition.change')}>${this.#change(row)}</td>
            <th scope="row">${row.team} ${row.teamId === team?.teamId ? html`<span class="tag o">${t('competition.us')}</span>` : nothing}</th>
            <td class="num" data-l=${t('competition.score')}>${score(row.score, contest)}</td><td class="num" data-l=${t('competition.submissions')}>${num(row.submissions)}</td>
            <td data-l=${t('competition.best-at')}>${fullTime(row.bestAt)}</td></tr>`)}</tbody></table></div>
          <details class="more" id="history" @toggle=${e => { if (e.target.open) this.#readHistory(); }}><summary>${t('competition.history')}</summary>${this.#days(rows, contest, team)}</details>`;
      })}</section>`;
  }

  /** Places that a team went up or down since the page was opened. */
  #change(row) {
    const before = this.#first.get(row.teamId);
    if (before === undefined) return html`<span class="tag">${t('competition.new')}</span>`;
    const up = before - row.rank;
    if (up === 0) return html`<span class="muted" aria-hidden="true">–</span><span class="sr">${t('competition.no-change')}</span>`;
    return html`<span aria-hidden="true">${up > 0 ? '▲' : '▼'} ${num(Math.abs(up))}</span><span class="sr">${t(up > 0 ? 'competition.up' : 'competition.down', {n: Math.abs(up)})}</span>`;
  }

  #days(rows, contest, team) {
    if (!this.#history) return html`<p role="status">${t('loading')}</p>`;
    return this.#history.problem ? html`<p class="err" role="alert">${problemText(this.#history.problem)}</p>`
      : this.#history.view({days: this.#history.days, rows, own: team?.teamId, title: contest.title});
  }

  async #readHistory() {
    try {
      const [{days}, {rankHistory}] = await Promise.all([get(`${this.#api}/leaderboard/history`, this.#page.signal), import('./ranks.js'), addWords('ranks')]);
      this.#history = {days, view: rankHistory};
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      this.#history = {problem};
    }
    this.#page.paint();
  }

  async #saveBoard() {
    save(await getCsv(`${this.#api}/leaderboard`, this.#page.signal), 'leaderboard.csv');
  }

  // ---- data and rules -------------------------------------------------------------------------------------------

  #files({contest}) {
    return html`<section class="panel" id="data"><h2>${t('competition.data')}</h2>
      ${contest.files.length ? html`<ul class="plain">${repeat(contest.files, f => f.name, f => html`<li><a href=${`${this.#api}/files/${encodeURIComponent(f.name)}`} download=${f.name}>${f.name}</a> <span class="muted small">${bytes(f.bytes)}</span>
        <details class="more small"><summary>SHA-256<span class="sr"> ${f.name}</span></summary><code>${f.sha256}</code></details></li>`)}</ul>`
        : html`<p class="muted">${t('competition.data-none')}</p>`}</section>`;
  }

  #rules({contest}) {
    const options = Object.entries(contest.metricOptions).map(([name, value]) => `${name} ${value}`).join(', ');
    return html`<section class="panel" id="rules"><h2>${t('competition.rules')}</h2>
      <dl class="facts"><dt>${t('competition.metric')}</dt><dd><code>${contest.metric}</code>${options ? ` (${options})` : ''}, ${t(contest.direction === 'LOWER' ? 'competition.lower' : 'competition.higher')}</dd>
        ${contest.secondaryMetric ? html`<dt>${t('competition.secondary')}</dt><dd><code>${contest.secondaryMetric}</code></dd>` : nothing}
        <dt>${t('competition.from')}</dt><dd>${at(contest.startsAt, contest)}</dd><dt>${t('competition.to')}</dt><dd>${at(contest.endsAt, contest)}</dd>
        <dt>${t('competition.limit')}</dt><dd>${t('competition.a-day', {n: contest.dailyLimit})}</dd>
        <dt>${t('competition.team-size')}</dt><dd>${t('competition.people', {n: contest.maxTeamSize})}${contest.mergeUntil ? html`; ${t('competition.merge-until', {time: at(contest.mergeUntil, contest)})}` : nothing}</dd>
        <dt>${t('competition.picks')}</dt><dd>${t('competition.picks-rule', {n: contest.finalPicks})}</dd>
        <dt>${t('competition.digits')}</dt><dd>${num(contest.digits)}</dd></dl>
      ${contest.publicScores === 'LADDER' ? html`<p>${t('competition.ladder')}</p>` : nothing}
      ${contest.rescorings.map(r => html`<p>${t('competition.rescored', {time: at(r.at, contest), reason: r.reason})}</p>`)}
      <p class="muted small">${t('competition.private-rule')}</p></section>`;
  }

  // ---- team -----------------------------------------------------------------------------------------------------

  #team({contest, team}) {
    const open = ['COMING', 'RUNNING'].includes(stateOf(contest));
    return html`<section class="panel prose" id="team" tabindex="-1"><h2>${t('competition.team')}</h2>
      ${team ? html`<p><b>${team.name}</b> <span class="muted">${t('competition.members', {n: team.members.length, most: contest.maxTeamSize})}</span></p>
          ${open && team.code && team.members.length < contest.maxTeamSize ? html`<p>${t('competition.code')}</p><code class="once" id="code">${invitation(team)}</code>
            <div><button class="btn sm" @click=${() => copy(invitation(team))}>${t('competition.copy')}</button></div>` : nothing}
          ${!open ? nothing : team.submissions || this.#data.value.submissions.length ? html`<p class="muted small">${t('competition.stays')}</p>` : html`<div><button class="btn" @click=${() => this.#leave(team)}>${t('competition.leave')}</button></div>`}
          ${open ? this.#merges.view(this.#data.value) : nothing}`
        : open ? html`<p>${t(contest.maxTeamSize > 1 ? 'competition.alone' : 'competition.all-alone')}</p>
          <div class="row"><button class="btn" @click=${() => this.#found()}>${t('competition.found')}</button>
            ${contest.maxTeamSize > 1 ? html`<button class="btn" @click=${() => this.#join()}>${t('competition.join')}</button>` : nothing}</div>`
        : html`<p class="muted">${t('competition.no-team')}</p>`}</section>`;
  }

  #joined(team) {
    this.#data.set({...this.#data.value, team});
    this.#toTeam();
  }

  /** The button that was pressed is gone. */
  #toTeam() {
    queueMicrotask(() => document.getElementById('team')?.focus({preventScroll: true}));
  }

  #found() {
    this.#dialogs.ask({
      title: () => t('competition.found'),
      fields: () => [{name: 'name', label: t('competition.team-name'), hint: t('competition.team-name-hint')}],
      verb: () => t('competition.found'),
      submit: ({name}, key) => post(`${this.#api}/teams`, {json: name.trim() ? {name: name.trim()} : {}, key}),
      said: team => t('competition.founded-said', {name: team.name}),
      done: team => this.#joined(team),
    });
  }

  #join() {
    this.#dialogs.ask({
      title: () => t('competition.join'),
      intro: () => t('competition.join-intro'),
      fields: () => [{name: 'code', label: t('competition.code-field'), required: true}],
      verb: () => t('competition.join'),
      submit: ({code}, key) => {
        const [teamId, secret = ''] = code.trim().split('/');
        return post(`${this.#api}/teams/${encodeURIComponent(teamId)}/members`, {json: {code: secret}, key});
      },
      said: team => t('competition.joined-said', {name: team.name}),
      done: team => this.#joined(team),
    });
  }

  #leave(team) {
    this.#dialogs.confirm({
      title: () => t('competition.leave'),
      intro: () => t('competition.leave-intro', {name: team.name}),
      verb: () => t('competition.leave'),
      submit: () => remove(`${this.#api}/teams/${encodeURIComponent(team.teamId)}/members/me`),
      said: () => t('competition.left-said', {name: team.name}),
      done: async () => {
        await this.#data.again();
        this.#toTeam();
      },
    });
  }
}

const STATES = {QUEUED: 'competition.state-queued', SCORED: 'competition.state-scored', REJECTED: 'competition.state-rejected'};

const isPast = contest => ['OVER', 'ARCHIVED'].includes(stateOf(contest));

const waits = s => s?.state === 'QUEUED';

const inLine = ({place, waitedSeconds}) => [
  typeof place === 'number' ? t(place ? 'competition.place' : 'competition.at-work', {n: num(place)}) : '',
  typeof waitedSeconds === 'number' ? t('competition.waited', {n: num(waitedSeconds)}) : '',
].filter(Boolean).join(', ');

/** A code opens one team, so which one goes with it. */
const invitation = team => `${team.teamId}/${team.code}`;

const resets = ({resetsAt}, {timeZone}) => t('competition.resets', {time: inZone(resetsAt, timeZone), rest: inTime(resetsAt)});

/** Where in the file, and why. */
const fault = ({row, column, reason}) => [row === null ? '' : t('competition.line', {n: row}), column === null ? '' : t('competition.column', {name: column})]
  .filter(Boolean).join(', ') + (row === null && column === null ? '' : ': ') + reason;
