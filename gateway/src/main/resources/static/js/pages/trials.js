/** A team's trials: what each submission was to show, what was changed, what came of it and what is next, and how the own validation score keeps up with the board. */
import {html, svg, nothing, repeat, t, num, head, fullTime, flattened, framed, savePicture, saveCsv, Loaded, show, empty} from '../ui.js';
import {get, getAll, put, remove, isStaff} from '../api.js';
import {Dialogs} from '../form.js';
import {at, score, isBetter, pathOf, stateOf} from '../contests.js';

const FIELDS = ['hypothesis', 'change', 'result', 'next'];
const NARROW = matchMedia('(max-width: 720px)');

/** Of a chart, in pixels; and the space around its plot. */
const HEIGHT = 240;
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 16, 12, 40];
const LEVELS = 4;
const NUMBERS_MOST = 12;

export function trials(page, id) {
  return new Trials(page, id);
}

class Trials {
  #page; #id; #api; #data; #dialogs; #table = false;

  constructor(page, id) {
    this.#page = page;
    this.#id = id;
    this.#api = `/api${pathOf(id)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
    NARROW.addEventListener('change', page.paint);
    page.onLeave(() => NARROW.removeEventListener('change', page.paint));
  }

  title() { return t('trials.title'); }

  async #load(signal) {
    const teamId = this.#page.query.get('team');
    const [contest, own, board] = await Promise.all([
      get(this.#api, signal), isStaff() ? null : get(`${this.#api}/teams`, signal).then(page => page.items[0] ?? null), get(`${this.#api}/leaderboard`, signal)]);
    const all = {contest, board: board.rows, isOwn: false, sharedAt: null, team: null, submissions: []};
    if (teamId ? teamId !== own?.teamId : isStaff()) return teamId ? {...all, ...await this.#another(teamId, signal)} : all;
    const isOver = ['OVER', 'ARCHIVED'].includes(stateOf(contest));
    const [submissions, sharing] = await Promise.all([
      getAll(`${this.#api}/submissions`, signal), isOver && own ? getAll(`${this.#api}/shared-trials`, signal) : []]);
    // Numbered in the order in which they were sent; the newest is read first.
    return {...all, isOwn: true, team: own, sharedAt: sharing.find(each => each.teamId === own?.teamId)?.sharedAt ?? null,
      submissions: submissions.map((s, i) => ({...s, n: submissions.length - i}))};
  }

  /** What a team shares, or staff may read of any. */
  async #another(teamId, signal) {
    const of = encodeURIComponent(teamId);
    if (isStaff()) {
      const [team, found] = await Promise.all([get(`${this.#api}/teams/${of}`, signal), getAll(`${this.#api}/submissions?teamId=${of}`, signal)]);
      return {team, submissions: found.map((s, i) => ({...s, n: found.length - i}))};
    }
    const series = await get(`${this.#api}/teams/${of}/trials`, signal);
    return {team: {teamId: series.teamId, name: series.team}, sharedAt: series.sharedAt,
      submissions: series.items.map(item => ({...item, n: item.number, submissionId: String(item.number)}))};
  }

  view() {
    const it = this.#data.value;
    return html`${head(t('trials.title'), it && html`<a href=${pathOf(this.#id)}>${it.contest.title}</a>${it.team ? ` · ${it.team.name}` : nothing}`,
        it?.submissions.length ? html`<a class="btn" href=${`${this.#api}/teams/${encodeURIComponent(it.team.teamId)}/trials.md`} download="trials.md">Markdown</a>
          <button class="btn" @click=${() => print()}>${t('trials.print')}</button>` : nothing)}
      ${show(this.#data, all => this.#body(all))}${this.#dialogs.view()}`;
  }

  #body(all) {
    if (!all.submissions.length) {
      return html`<section class="panel prose">${empty(t(all.isOwn ? 'trials.none' : 'trials.none-staff'))}
        ${!all.isOwn ? nothing : html`<h2>${t('trials.example')}</h2><dl class="facts">${FIELDS.map(field => html`<dt>${t(LABELS[field])}</dt><dd>${t(EXAMPLES[field])}</dd>`)}</dl>`}</section>`;
    }
    return html`${this.#sharing(all)}${this.#chart(all)}${repeat(all.submissions, s => s.submissionId, s => this.#trial(all, s))}`;
  }

  // ---- sharing --------------------------------------------------------------------------------------------------

  #sharing({contest, team, isOwn, sharedAt}) {
    if (!isOwn) return sharedAt ? html`<p class="muted" id="sharing">${t('trials.shared-by', {team: team.name, time: at(sharedAt, contest)})}</p>` : nothing;
    // The service decides when it is over; by the page's clock it may be so a moment before.
    if (!['OVER', 'ARCHIVED'].includes(stateOf(contest))) return html`<p class="muted" id="sharing">${t('trials.share-later')}</p>`;
    return html`<section class="panel prose" id="sharing" tabindex="-1"><h2>${t('trials.sharing')}</h2>
      <p>${sharedAt ? t('trials.shared-since', {time: at(sharedAt, contest)}) : t('trials.not-shared')}</p>
      <div><button class="btn" @click=${() => this.#share(team, Boolean(sharedAt))}>${t(sharedAt ? 'trials.take-back' : 'trials.share')}</button></div></section>`;
  }

  #share(team, isShared) {
    const path = `${this.#api}/teams/${encodeURIComponent(team.teamId)}/sharing`;
    this.#dialogs.confirm({
      title: () => t(isShared ? 'trials.take-back' : 'trials.share'),
      intro: () => t(isShared ? 'trials.take-back-intro' : 'trials.share-intro'),
      verb: () => t(isShared ? 'trials.take-back' : 'trials.share'),
      submit: () => isShared ? remove(path) : put(path),
      said: () => t(isShared ? 'trials.taken-back-said' : 'trials.shared-said'),
      done: shared => {
        this.#data.set({...this.#data.value, sharedAt: isShared ? null : shared.sharedAt});
        queueMicrotask(() => document.getElementById('sharing')?.focus({preventScroll: true}));
      },
    });
  }

  // ---- one ------------------------------------------------------------------------------------------------------

  #trial({contest, isOwn}, s) {
    const trial = s.trial;
    return html`<section class="panel trial" id=${`trial-${s.n}`} tabindex="-1"><header><h2>${t('trials.n', {n: s.n})}</h2><span class="muted">${at(s.at, contest)}</span></header>
      <dl class="facts"><dt>${t('trials.score')}</dt><dd>${this.#score(contest, s)}</dd>
        <dt>${t('trials.validation')}</dt><dd>${trial?.validation == null ? '–' : score(trial.validation, contest)}</dd>
        ${FIELDS.map(field => html`<dt>${t(LABELS[field])}</dt><dd class="written">${trial?.[field] ?? '–'}</dd>`)}</dl>
      ${!isOwn ? nothing : html`<div><button class="btn sm" @click=${() => this.#write(s)}>${t(trial ? 'edit' : 'trials.write')}<span class="sr"> ${t('trials.n', {n: s.n})}</span></button></div>`}</section>`;
  }

  #score(contest, s) {
    if (s.state === 'QUEUED') return t('trials.waits');
    if (s.error) return html`${t('trials.refused')} ${s.error.reason}`;
    return s.publicScore === null ? '–' : score(s.publicScore, contest);
  }

  #write(s) {
    this.#dialogs.ask({
      title: () => t('trials.n', {n: s.n}),
      intro: () => t('trials.intro'),
      fields: () => [...FIELDS.map(name => ({name, label: t(LABELS[name]), type: 'textarea'})),
        {name: 'validation', label: t('trials.validation'), hint: t('trials.validation-hint'), type: 'number'}],
      values: {...Object.fromEntries(FIELDS.map(name => [name, s.trial?.[name] ?? ''])), validation: s.trial?.validation ?? ''},
      verb: () => t('save'),
      submit: values => put(`${this.#api}/submissions/${encodeURIComponent(s.submissionId)}/trial`, {json: {...values, validation: values.validation === '' ? null : values.validation}}),
      said: () => t('saved'),
      done: trial => {
        const {value} = this.#data;
        this.#data.set({...value, submissions: value.submissions.map(each => each.submissionId === s.submissionId ? {...each, trial} : each)});
      },
    });
  }

  // ---- the series -----------------------------------------------------------------------------------------------

  #points({submissions}) {
    return [...submissions].reverse().filter(s => s.publicScore !== null || s.trial?.validation != null)
      .map(s => ({n: s.n, at: s.at, board: s.publicScore, validation: s.trial?.validation ?? null}));
  }

  #chart(all) {
    const {contest, board} = all;
    const points = this.#points(all);
    if (!points.length) return nothing;
    const first = board[0]?.score ?? null;
    const title = t('trials.series');
    return html`<section class="panel"><h2>${title}</h2>
      <figure class="stack2"><figcaption class="ph"><span class="key">
          <span>${line(1)} <b>${t('trials.score')}</b></span><span>${line(2)} <b>${t('trials.validation')}</b></span>${first === null ? nothing : html`<span>${line(3)} <b>${t('trials.first')}</b> ${score(first, contest)}</span>`}</span>
        <span class="row"><button class="btn sm" @click=${() => this.#savePicture(all, 'png')}>PNG</button><button class="btn sm" @click=${() => this.#savePicture(all, 'svg')}>SVG</button>
          <button class="btn sm" @click=${() => saveSeries(points)}>CSV</button></span></figcaption>
        ${picture(points, first, contest, this.#sentence(points, first, contest))}
        <p class="small">${this.#sentence(points, first, contest)}</p>
        <details class="more small" ?open=${this.#table} @toggle=${e => { if (this.#table !== e.target.open) { this.#table = e.target.open; this.#page.paint(); } }}>
          <summary>${t('chart.table')}</summary>${this.#table ? html`<div class="tw" tabindex="0" role="region" aria-label=${title}><table><caption class="sr">${title}</caption>
          <thead><tr><th scope="col" class="num">${t('trials.number')}</th><th scope="col">${t('trials.sent')}</th><th scope="col" class="num">${t('trials.score')}</th><th scope="col" class="num">${t('trials.validation')}</th></tr></thead>
          <tbody>${points.map(p => html`<tr><th scope="row" class="num">${num(p.n)}</th><td>${fullTime(p.at)}</td><td class="num">${p.board === null ? '–' : score(p.board, contest)}</td><td class="num">${p.validation === null ? '–' : score(p.validation, contest)}</td></tr>`)}</tbody></table></div>` : nothing}</details></figure></section>`;
  }

  /** What the picture shows. */
  #sentence(points, first, contest) {
    const told = points.filter(p => p.board !== null);
    const both = points.filter(p => p.board !== null && p.validation !== null);
    const best = told.reduce((a, b) => a === null || isBetter(b.board, a.board, contest) ? b : a, null);
    const sentences = [];
    if (best) sentences.push(t('trials.sentence-best', {n: best.n, score: score(best.board, contest)}));
    if (first !== null) sentences.push(t('trials.sentence-first', {score: score(first, contest)}));
    if (both.length) {
      const gap = both.reduce((sum, p) => sum + (p.validation - p.board), 0) / both.length;
      sentences.push(t(gap >= 0 ? 'trials.sentence-above' : 'trials.sentence-below', {gap: score(Math.abs(gap), contest)}));
    }
    return sentences.join(' ');
  }

  #savePicture({contest, team}, ending) {
    const source = document.querySelector('svg.plot');
    savePicture(framed(flattened(source), {title: `${t('trials.series')}: ${contest.title}`, subtitle: team.name,
      width: Number(source.getAttribute('width')), height: HEIGHT}), `trials.${ending}`);
  }
}

const LABELS = {hypothesis: 'trials.hypothesis', change: 'trials.change', result: 'trials.result', next: 'trials.next'};
const EXAMPLES = {hypothesis: 'trials.example-hypothesis', change: 'trials.example-change', result: 'trials.example-result', next: 'trials.example-next'};

const line = i => html`<svg viewBox="0 0 24 10" aria-hidden="true">${svg`<path class=${`curve s${i}`} d="M0 5H24"></path>`}</svg>`;

function picture(points, first, contest, sentence) {
  const width = NARROW.matches ? 320 : 720;
  const values = points.flatMap(p => [p.board, p.validation]).concat(first).filter(v => v !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * .08;
  // Scores that are never below zero do not get an axis that is.
  const [floor, ceiling] = [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
  const x = i => LEFT + (width - LEFT - RIGHT) * (points.length === 1 ? .5 : i / (points.length - 1));
  const y = v => TOP + (HEIGHT - TOP - BOTTOM) * (ceiling - v) / (ceiling - floor);
  const levels = Array.from({length: LEVELS + 1}, (_, i) => floor + (ceiling - floor) * i / LEVELS);
  const every = Math.ceil(points.length / NUMBERS_MOST);
  const path = key => {
    let d = '';
    points.forEach((p, i) => { if (p[key] !== null) d += `${d ? 'L' : 'M'}${x(i).toFixed(1)} ${y(p[key]).toFixed(1)}`; });
    return d;
  };
  const bottom = HEIGHT - BOTTOM;
  return html`<svg class="plot" width=${width} height=${HEIGHT} viewBox=${`0 0 ${width} ${HEIGHT}`} role="img" aria-label=${sentence}>
    ${levels.map(v => svg`<path class="grid" d=${`M${LEFT} ${y(v).toFixed(1)}H${width - RIGHT}`}/><text x=${LEFT - 8} y=${(y(v) + 4).toFixed(1)} text-anchor="end">${num(v, Math.min(3, contest.digits))}</text>`)}
    <path class="axis" d=${`M${LEFT} ${bottom}H${width - RIGHT}`}/>
    ${points.map((p, i) => i % every ? nothing : svg`<text x=${x(i).toFixed(1)} y=${bottom + 18} text-anchor="middle">${num(p.n)}</text>`)}
    <text x=${LEFT} y=${HEIGHT - 6}>${t('trials.axis')}</text>
    ${first === null ? nothing : svg`<path class="curve s3" d=${`M${LEFT} ${y(first).toFixed(1)}H${width - RIGHT}`}/>`}
    ${[['board', 1], ['validation', 2]].map(([key, i]) => svg`<path class=${`curve s${i}`} d=${path(key)}/>
      ${points.map((p, at) => p[key] === null ? nothing : svg`<circle class=${`dot b${i}`} cx=${x(at).toFixed(1)} cy=${y(p[key]).toFixed(1)} r="5"/>`)}`)}
  </svg>`;
}

function saveSeries(points) {
  saveCsv([['number', 'sentAt', 'publicScore', 'validationScore'], ...points.map(p => [p.n, p.at, p.board, p.validation])], 'trials.csv');
}
