/** One cohort: who drifts away, and since when. Live, or as of any past day. */
import {html, nothing, repeat, t, when, lectureTag, num, pct, compareText, day, fullDay, time, word, signed, head, note, figures, bars, barsPicture, savePicture, fileButtons,
  Loaded, show, trouble, waiting, staleNote, say, sayNews, addDays, addWords, save, saveCsv} from '../ui.js';
import {get, getAll, getCsv, isAdmin} from '../api.js';
import {HeldOrder} from '../live.js';
import {cohortRow, seriesOf, nameOf, LATELY_DAYS} from '../cohorts.js';
import {outOfHundred} from '../survival.js';

/** Fewer than this many: a curve would be of single people. */
const CURVE_PEOPLE_MIN = 5;
const TINT_MS = 8_000;
const JUST_NOW_MS = 60_000;
/** Of the weeks and of the people with the fewest days left; the table and the file have them all. */
const WEEKS_SHOWN = 8;
const FEWEST_SHOWN = 5;

export function dashboard(page, cohortId) {
  return new CohortPage(page, cohortId);
}

class CohortPage {
  #page; #id; #path; #row = null; #problem = null; #waits = false; #asOf; #past = null;
  #changed = new Map(); #told = null; #changes = null; #since = 7; #sinceDay = null; #changesAt = -1; #names = null; #contests = null; #risks = null; #order;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/dashboards/${encodeURIComponent(cohortId)}`;
    this.#order = new HeldOrder(page.paint);
    this.#asOf = page.query.get('asOf');
    setTimeout(() => { this.#waits = true; page.paint(); }, 300);
    if (this.#asOf) this.#showPast(this.#asOf);
    else this.#showLive();
  }

  title() { return this.#shown()?.name ?? t('nav.dashboard'); }

  cohort() { return this.#shown() ?? {cohortId: this.#id, name: this.#id}; }

  sign() {
    if (this.#asOf) return 'past';
    if (this.#page.live?.state !== 'on' || !this.#row) return null;
    return this.#row.staleSince ? 'stale' : this.#row.incomplete ? 'incomplete' : null;
  }

  /** When the gateway itself last heard something new. */
  staleSince() { return this.#page.live?.state === 'on' && this.#row?.staleSince ? new Date(this.#row.staleSince) : null; }

  #shown() { return this.#asOf ? this.#past?.value ?? null : this.#row; }

  // ---- what is shown ----------------------------------------------------------------------------------------

  #showLive() {
    this.#asOf = null;
    this.#past = null;
    this.#page.openLive(`${this.#path}/stream`, dashboard => this.#apply(cohortRow(dashboard)), () => this.#explain());
  }

  /** A stream can't say why it was refused; a plain question can. */
  async #explain() {
    try {
      const body = await get(this.#path, this.#page.signal);
      if (!this.#row) this.#apply(cohortRow(body));
    } catch (problem) {
      if (this.#page.signal.aborted || this.#row) return;
      this.#problem = problem;
      if (problem.status === 403 || problem.status === 404) this.#page.closeLive();
      this.#page.paint();
    }
  }

  #showPast(asOf) {
    this.#asOf = asOf;
    this.#page.closeLive();
    this.#past = new Loaded(this.#page, async signal => cohortRow(await get(`${this.#path}?asOf=${asOf}`, signal)));
    this.#loadChanges();
  }

  #goTo(asOf) {
    this.#page.setQuery({asOf: asOf ?? ''});
    if (asOf) this.#showPast(asOf);
    else this.#showLive();
    this.#changes = null;
    this.#loadChanges();
    say(asOf ? t('as-of.said', {date: fullDay(asOf)}) : t('as-of.back-said'));
    this.#page.paint();
  }

  #apply(row) {
    const before = this.#row;
    this.#row = row;
    this.#problem = null;
    if (before) this.#notice(before, row);
    else this.#told = row;
    if (row.revision !== this.#changesAt) this.#loadChanges();
    this.#page.paint();
  }

  /** Figures that changed are marked where they stand; the reader is told once in a while. */
  #notice(before, now) {
    for (const key of ['here', 'withdrawn', 'third', 'neverStarted']) {
      const change = figure(now, key) - figure(before, key);
      if (!change) continue;
      const mark = {change, tint: true};
      this.#changed.set(key, mark);
      setTimeout(() => { mark.tint = false; this.#page.paint(); }, TINT_MS);
      setTimeout(() => {
        if (this.#changed.get(key) === mark) this.#changed.delete(key);
        this.#page.paint();
      }, JUST_NOW_MS);
    }
    sayNews(() => this.#news());
  }

  #news() {
    const told = this.#told;
    this.#told = this.#row;
    const parts = [['withdrawn', 'news.left'], ['here', 'news.here'], ['neverStarted', 'news.never']]
      .filter(([key]) => figure(told, key) !== figure(this.#row, key))
      .map(([key, text]) => t(text, {before: figure(told, key), now: figure(this.#row, key)}));
    return parts.length ? t('news', {n: parts.length, what: parts.join(', ')}) : null;
  }

  // ---- what changed lately ----------------------------------------------------------------------------------

  async #loadChanges() {
    const shown = this.#shown();
    const until = this.#asOf ?? shown?.asOf;
    if (!until) return;
    this.#changesAt = shown?.revision ?? -1;
    const since = addDays(until, -this.#since);
    this.#sinceDay = since;
    const asOf = this.#asOf ? `&asOf=${this.#asOf}` : '';
    try {
      const changes = await get(`${this.#path}/changes?since=${since}${asOf}`, this.#page.signal);
      if (this.#sinceDay === since) this.#changes = changes;
      if (changes.asOf !== until) this.#changes = {problem: changes};
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      if (this.#sinceDay === since) this.#changes = {problem};
    }
    this.#page.paint();
  }

  // ---- drawing ----------------------------------------------------------------------------------------------

  view() {
    if (this.#asOf) return html`${this.#head(this.#past.value)}${this.#band()}${show(this.#past, row => this.#body(row))}`;
    if (this.#row) return html`${this.#head(this.#row)}${this.#notes(this.#row)}${this.#body(this.#row)}`;
    if (this.#problem) return html`<h1 tabindex="-1" class="sr">${t('nav.dashboard')}</h1>${trouble(this.#problem, () => { this.#problem = null; this.#showLive(); })}`;
    return html`<h1 tabindex="-1" class="sr">${t('nav.dashboard')}</h1>${this.#waits ? waiting() : nothing}`;
  }

  #head(row) {
    if (!row) return head(this.#id);
    const where = row.day < 0 ? t('cohort.starts-on', {date: fullDay(row.startDate)})
      : row.day > row.horizon ? t('cohort.ended-on', {date: fullDay(row.endDate)})
      : t('cohort.day-of', {day: row.day, days: row.horizon});
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone === row.timeZone ? '' : ` · ${row.timeZone}`;
    const link = (to, text) => html`<a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/${to}`}>${text}</a>`;
    return head(row.name, `${row.programme} · ${where} · ${fullDay(row.asOf)}${zone}`, html`
      ${link('students', t('nav.students'))}
      <a class="btn" href=${`/compare?cohorts=${encodeURIComponent(this.#id)}`}>${t('compare.verb')}</a>
      <button class="btn" @click=${() => this.#saveCsv()}>CSV</button>
      ${link('edit', t('edit'))}`);
  }

  async #saveCsv() {
    const asOf = this.#asOf ? `?asOf=${this.#asOf}` : '';
    save(await getCsv(this.#path + asOf, this.#page.signal), `${this.#id}-${this.#shown().asOf}.csv`);
  }

  #band() {
    return html`<div class="note warn ph"><p><b>${t('as-of.title', {date: fullDay(this.#asOf)})}</b> ${t('as-of.detail')}</p>
      <button class="btn sm" @click=${() => this.#goTo(null)}>${t('as-of.back')}</button></div>`;
  }

  #notes(row) {
    const {live} = this.#page;
    return html`${live?.state === 'off' ? staleNote(live.heardAt ?? row.updatedAt, live.tryNow) : nothing}
      ${live?.state !== 'off' && row.staleSince ? note('warn', t('stale.title', {time: time(new Date(row.staleSince))}), t('stale.behind')) : nothing}
      ${row.incomplete ? note('warn', t('incomplete.title'), html`${t('incomplete.detail')} ${isAdmin() ? html`<a href="/dead-letters">${t('incomplete.link')}</a>` : nothing}`) : nothing}`;
  }

  #body(row) {
    if (!row.enrolled && !row.counts.neverStarted) return this.#empty(row);
    return html`${figures(this.#figures(row))}
      <div class="cols"><section class="panel"><header><h2>${t('chart.title')}</h2></header>${this.#chart(row)}</section>
        <div class="stack5">${this.#lately(row)}${this.#reasons(row)}</div></div>
      ${this.#risk(row)}
      <div class="cols even"><div class="stack5">${this.#attendance(row)}${this.#clinics(row)}${this.#teamActivity(row)}${this.#admission(row)}</div>
        <div class="stack5">${this.#lectures(row)}${this.#competitions(row)}${this.#reviews(row)}</div></div>`;
  }

  #empty(row) {
    const path = `/c/${encodeURIComponent(this.#id)}`;
    return html`<section class="panel prose"><h2>${t('dashboard.empty')}</h2><p>${t('dashboard.empty-detail')}</p>
      ${row.waiting ? html`<p>${t('dashboard.waiting', {n: row.waiting})}</p>` : nothing}
      <div class="row"><a class="btn pri" href=${`${path}/import`}>${t('nav.import')}</a><a class="btn" href=${`${path}/students`}>${t('students.add')}</a></div></section>`;
  }

  #figures(row) {
    const {counts} = row;
    const few = row.enrolled < CURVE_PEOPLE_MIN;
    const mark = key => this.#asOf ? null : this.#changed.get(key);
    const sub = (key, text) => mark(key) ? html`<b>${t('just-now', {change: signed(mark(key).change)})}</b>` : text;
    const decided = counts.completed + counts.notCompleted > 0;
    const after = row.day > row.horizon || decided;
    return [
      {label: t(row.day > row.horizon ? 'fig.stayed' : 'fig.still-here'), value: num(row.here), unit: t('fig.of', {n: row.enrolled}), changed: mark('here')?.tint, sub: sub('here', few ? nothing : outOfHundred(row.curve.at(-1)))},
      {label: t('fig.left'), value: num(counts.withdrawn), changed: mark('withdrawn')?.tint, sub: sub('withdrawn', t('fig.left-sub', {n: row.lately, days: LATELY_DAYS}))},
      after && !decided ? {label: t('fig.completed'), value: '–', sub: t('fig.not-decided')}
        : after ? {label: t('fig.completed'), value: num(counts.completed), changed: mark('third')?.tint, sub: sub('third', t('fig.not-completed', {n: counts.notCompleted}))}
        : {label: t('fig.on-leave'), value: num(counts.onLeave), changed: mark('third')?.tint, sub: sub('third', row.waiting ? t('fig.waiting-list', {n: row.waiting}) : t('fig.seats', {n: row.capacity}))},
      {label: t('fig.never'), value: num(counts.neverStarted), changed: mark('neverStarted')?.tint, sub: sub('neverStarted', counts.transferred ? t('fig.transferred', {n: counts.transferred}) : t('fig.never-sub'))},
    ];
  }

  #chart(row) {
    if (row.enrolled < CURVE_PEOPLE_MIN) return html`<p class="muted">${t('chart.too-few', {n: CURVE_PEOPLE_MIN})}</p>`;
    const {median, restrictedMean} = row.retention;
    const subtitle = t('chart.subtitle', {date: fullDay(row.asOf), n: row.enrolled});
    return html`<p class="small muted">${t(median === null ? 'chart.no-median' : 'chart.median', {day: median ?? 0})} ${row.end > 0 ? t('chart.mean', {mean: num(restrictedMean, 1), days: row.end}) : nothing}</p>
      <x-survival .options=${{
        series: [seriesOf(row)], title: `${row.name} · ${t('chart.title')}`, subtitle, asOf: row.asOf,
        endLabel: t(this.#asOf ? 'chart.as-of-label' : 'chart.today'),
        onAsOf: date => this.#goTo(date),
      }}></x-survival>`;
  }

  /** Of each sort that was ever held or is booked: who had one, and who had none. */
  #clinics(row) {
    const rows = (row.participation?.clinics ?? []).filter(c => c.held || c.booked);
    if (!rows.length) return nothing;
    return html`<section class="panel"><header><h2>${t('nav.clinics')}</h2><a href=${`/c/${encodeURIComponent(row.cohortId)}/clinics`}>${t('clinic.without')}</a></header>
      <ul class="stack2">${rows.map(c => html`<li><b>${word('clinic-kind', c.kind)}</b><br>
        <span class="muted">${t('clinic.figures', {had: c.hadOne, of: c.n, none: c.hadNone})}${c.booked ? ` ${t('clinic.figures-booked', {n: c.booked})}` : ''}</span></li>`)}</ul></section>`;
  }

  /** How many took part in what teams did, of what is confirmed; and what waits. */
  #teamActivity(row) {
    const a = row.participation?.teamActivity;
    if (!a?.held) return nothing;
    return html`<section class="panel"><header><h2>${t('team.activities')}</h2><a href=${`/c/${encodeURIComponent(row.cohortId)}/teams`}>${t('nav.teams')}</a></header>
      <p>${a.share === null ? t('team.figures-none', {held: a.held}) : t('team.figures', {percent: pct(a.share), told: a.told, held: a.held})}</p>
      ${a.waiting ? html`<p><span class="tag w">${t('team.to-confirm')}</span> ${t('team.waiting', {n: a.waiting})}</p>` : nothing}</section>`;
  }

  // ---- competitions

  /** Most of what there is to say of them is only fetched where there are some. */
  #competitions(row) {
    if (!row.competitions?.some(c => c.status !== 'ARCHIVED')) return nothing;
    this.#contests ??= new Loaded(this.#page, async () => {
      const [{ContestPanel}] = await Promise.all([import('./dashboard-contests.js'), addWords('dashboard-contests')]);
      return new ContestPanel(this.#page, this.#path, () => this.#called());
    });
    return this.#contests.value?.view(row) ?? nothing;
  }

  #risk(row) {
    if (!row.atRisk?.length) return nothing;
    this.#risks ??= new Loaded(this.#page, async signal => (await import('./dashboard-risk.js')).risks(signal));
    return this.#risks.value?.(row, this.#called()) ?? nothing;
  }

  /** How far those came who applied; nothing where nobody did. */
  #admission(row) {
    const a = row.admission;
    if (!a?.applied) return nothing;
    return html`<section class="panel"><header><h2>${t('nav.applications')}</h2><a href=${`/c/${encodeURIComponent(row.cohortId)}/applications`}>${t('admission.to-decide', {n: num(a.open)})}</a></header>
      ${bars([{label: t('status.APPLIED'), value: a.applied},
        {label: t('status.SELECTED'), value: a.selected, text: t('admission.part', {n: num(a.selected), percent: pct(a.selectedShare)})},
        {label: t('status.ENROLLED'), value: a.enrolled, text: t('admission.part', {n: num(a.enrolled), percent: pct(a.enrolledShare)})}], a.applied)}
      <p class="small muted">${t('admission.rest', {waiting: num(a.waiting), rejected: num(a.rejected)})}</p></section>`;
  }

  /** What is published of reviews; of the rest how much is hidden, and why. */
  #reviews(row) {
    const r = row.reviews;
    if (this.#asOf || !r || !(r.targets.length || r.hidden.length)) return nothing;
    return html`<section class="panel"><header><h2>${t('dashboard.reviews')}</h2><a href=${`/c/${encodeURIComponent(row.cohortId)}/reviews`}>${t('dashboard.reviews-all')}</a></header>
      ${r.targets.length ? html`<div class="tw"><table class="cards mid"><caption class="sr">${t('dashboard.reviews')}</caption>
        <thead><tr><th scope="col">${t('dashboard.reviews-what')}</th><th scope="col" class="num">${t('dashboard.reviews-mean')}</th><th scope="col">${t('dashboard.reviews-interval')}</th><th scope="col" class="num">${t('dashboard.reviews-rate')}</th></tr></thead>
        <tbody>${repeat(r.targets, each => each.summaryId, each => html`<tr><th scope="row">${word('dashboard.reviews-kind', each.kind)}${each.kind === 'INSTRUCTOR' ? nothing : html`<br><span class="muted">${each.title}</span>`}</th>${each.hidden
          ? html`<td colspan="2" class="muted all">${t('dashboard.reviews-alike', {n: num(each.n), ...each.range})}</td>`
          : html`<td class="num" data-l=${t('dashboard.reviews-mean')}>${num(each.mean, 1)}</td><td data-l=${t('dashboard.reviews-interval')}>${t('dashboard.reviews-from-to', {low: num(each.interval.low, 1), high: num(each.interval.high, 1)})}</td>`}
          <td class="num" data-l=${t('dashboard.reviews-rate')}>${each.responseRate === null ? t('no-data') : pct(each.responseRate)}</td></tr>`)}</tbody></table></div>` : nothing}
      ${r.hidden.length ? html`<p class="small muted">${t('dashboard.reviews-few')} ${r.hidden.map(each => t('dashboard.reviews-few-of', {kind: word('dashboard.reviews-kind', each.kind), n: num(each.count)})).join(', ')}.</p>` : nothing}
      <p class="small muted">${t('dashboard.reviews-daily')}</p></section>`;
  }

  /** Those to come. A past day knows nothing of them. */
  #lectures(row) {
    if (this.#asOf || !row.lectures) return nothing;
    const coming = row.lectures.filter(l => ['DRAFT', 'PUBLISHED'].includes(l.status) && Date.parse(l.endsAt) > Date.now());
    return html`<section class="panel"><header><h2>${t('dashboard.lectures')}</h2><a href="/lectures/new">${t('lecture.new')}</a></header>
      ${coming.length ? html`<ul class="stack2">${repeat(coming, l => l.lectureId, l => html`<li><a href=${`/lectures/${encodeURIComponent(l.lectureId)}`}>${l.title}</a> ${lectureTag(l)}<br>
        <span class="small muted">${when(l)} · ${t('lecture.taken-of', {n: l.registered, of: l.capacity})}${l.waiting ? ` · ${t('lecture.waiting', {n: l.waiting})}` : ''}${questions(l.questions)}</span></li>`)}</ul>`
        : html`<p class="muted">${t('dashboard.no-lectures')}</p>`}</section>`;
  }

  // ---- attendance

  #attendance(row) {
    const a = row.attendance;
    if (!a) return nothing;
    const path = `/c/${encodeURIComponent(this.#id)}/attendance${this.#asOf ? `?until=${this.#asOf}` : ''}`;
    return html`<section class="panel"><header><h2>${t('nav.attendance')}</h2>${a.n ? fileButtons(t('nav.attendance'), kind => this.#saveAttendance(row, kind)) : nothing}</header>
      <p>${this.#sheetState(a)} <a href=${path}>${t('dashboard.to-sheet')}</a></p>
      ${a.n ? html`<p><b>${pct(a.rate)}</b> ${t('dashboard.attendance-n', {n: a.n})}</p>
        <h3>${t('dashboard.weeks')}</h3>${bars(weekBars(a).slice(-WEEKS_SHOWN), 1)}
        <details class="more small"><summary>${t('chart.table')}</summary>${weekTable(a)}</details>${this.#fewest(a)}`
        : html`<p class="muted">${t('dashboard.no-attendance')}</p>`}
      ${a.requests?.open ? html`<p><a href=${path}>${t('dashboard.requests', {n: a.requests.open})}</a>${a.requests.overdue ? html` <span class="tag w">${t('dashboard.requests-overdue', {n: a.requests.overdue})}</span>` : nothing}</p>` : nothing}</section>`;
  }

  #sheetState({today: sheet}) {
    if (this.#asOf) return nothing;
    if (!sheet) return t('attendance.not-today');
    const n = sheet.expected - sheet.unmarked;
    return sheet.closed ? t('attendance.today-closed', {n}) : t('attendance.today', {n, left: sheet.unmarked});
  }

  /** The dashboard has no names: they come from where they are kept. */
  #called() {
    this.#names ??= new Loaded(this.#page, async signal =>
      new Map((await getAll(`/api/cohorts/${encodeURIComponent(this.#id)}/enrollments`, signal)).map(e => [e.studentId, e])));
    const names = this.#names.value;
    const name = row => names?.has(row.studentId) ? nameOf(names.get(row.studentId)) : row.studentId;
    return {name, link: row => names?.has(row.studentId) ? html`<a href=${`/students/${encodeURIComponent(names.get(row.studentId).enrollmentId)}`}>${name(row)}</a>` : name(row)};
  }

  /** Who can miss the fewest days more. */
  #fewest(a) {
    const {name, link} = this.#called();
    const rows = a.students.filter(row => row.heldDays).sort((x, y) => x.stillToMiss - y.stillToMiss || compareText(name(x), name(y)));
    if (!rows.length) return nothing;
    const o = this.#order;
    const held = o.of(rows, row => row.studentId);
    return html`<div class="stack2" @pointerenter=${o.enter} @pointerleave=${o.leave} @focusin=${o.enter} @focusout=${o.leave}>
      ${held.moved ? html`<div class="held"><span>${t('held', {n: held.moved})}</span><button class="btn sm" @click=${o.release}>${t('held.show')}</button></div>` : nothing}
      <table class="names"><caption>${t('dashboard.fewest')}</caption><thead><tr><th scope="col">${t('col.name')}</th><th scope="col" class="num">${t('me.rate')}</th><th scope="col" class="num">${t('policy.left')}</th></tr></thead>
      <tbody>${repeat(held.rows.slice(0, FEWEST_SHOWN), row => row.studentId, row => html`<tr>
        <th scope="row">${link(row)}</th>
        <td class="num">${pct(row.rate, 1)}</td><td class="num">${row.stillToMiss < 0 ? html`<span class="tag w">${t('dashboard.out-of-reach')}</span>` : num(row.stillToMiss)}</td></tr>`)}</tbody></table></div>`;
  }

  #saveAttendance(row, kind) {
    const a = row.attendance;
    const name = `attendance-${this.#id}-${row.asOf}.${kind}`;
    const columns = ['courseDays', 'heldDays', 'absent', 'late', 'earlyLeave', 'outing', 'excused', 'unmarked', 'penalty', 'rate', 'stillToMiss'];
    if (kind === 'csv') saveCsv([['cohortId', 'asOf', 'studentId', ...columns], ...a.students.map(s => [row.cohortId, row.asOf, s.studentId, ...columns.map(column => s[column])])], name);
    else savePicture(barsPicture(weekBars(a), {title: `${row.name} · ${t('dashboard.weeks')}`, subtitle: t('dashboard.attendance-n', {n: a.n}), most: 1}), name);
  }

  #reasons(row) {
    const {reasons} = row.retention;
    const [most] = reasons.toSorted((a, b) => b.count - a.count);
    return html`<section class="panel"><header><h2>${t('reasons.title')}</h2>
        ${reasons.length ? fileButtons(t('reasons.title'), kind => this.#saveReasons(row, kind)) : nothing}</header>
      ${reasons.length ? html`<p class="small muted">${t('reasons.most', {n: row.counts.withdrawn, reason: word('reason', most.reason), count: most.count})}</p>
        ${bars(reasonBars(row))}
        ${row.counts.transferred ? html`<p class="small muted">${t('reasons.moved', {n: row.counts.transferred})}</p>` : nothing}`
        : html`<p class="muted">${t('reasons.none')}</p>`}</section>`;
  }

  #saveReasons(row, kind) {
    const name = `reasons-${this.#id}-${row.asOf}.${kind}`;
    if (kind === 'csv') saveCsv([['cohortId', 'asOf', 'reason', 'count'], ...row.retention.reasons.map(r => [row.cohortId, row.asOf, r.reason, r.count])], name);
    else savePicture(barsPicture(reasonBars(row), {title: `${row.name} · ${t('reasons.title')}`, subtitle: t('chart.subtitle', {date: fullDay(row.asOf), n: row.enrolled})}), name);
  }

  #lately(row) {
    const c = this.#changes;
    const choices = [1, 7, 14, 30];
    return html`<section class="panel"><header><h2>${t('changes.title')}</h2>
      <span><label class="sr" for="since">${t('changes.since')}</label><select id="since" @change=${e => { this.#since = Number(e.target.value); this.#changes = null; this.#loadChanges(); this.#page.paint(); }}>
        ${choices.map(n => html`<option value=${n} ?selected=${n === this.#since}>${t('changes.days', {n})}</option>`)}</select></span></header>
      ${!c ? html`<p class="muted">${t('loading')}</p>` : c.problem ? html`<p class="muted">${t('changes.failed')}</p>` : this.#changeList(c, row)}</section>`;
  }

  #changeList(c) {
    const since = day(c.since);
    const more = c.now - c.before;
    return html`<p>${more === 0 ? t('changes.same', {n: c.now, since}) : t('changes.differ', {n: c.now, change: signed(more), since})}</p>
      ${c.items.length ? html`<ul class="stack2 small">${c.items.map(i => html`<li>${t(`change.${i.kind}`, {n: i.count})}${this.#reasonsOf(i)}</li>`)}</ul>`
        : html`<p class="muted small">${t('changes.nothing')}</p>`}`;
  }

  #reasonsOf(item) {
    const reasons = Object.entries(item.reasons ?? {});
    return reasons.length ? html` <span class="muted">(${reasons.map(([code, n]) => n > 1 ? `${word('reason', code)} ${num(n)}` : word('reason', code)).join(', ')})</span>` : nothing;
  }
}

const reasonBars = row => row.retention.reasons.map(r => ({label: word('reason', r.reason), value: r.count}));

/** What of a lecture's questions waits for staff, said where there are any. */
const questions = ({asked, answered, held}) => `${asked > answered ? ` · ${t('dashboard.questions-open', {n: asked - answered})}` : ''}${held ? ` · ${t('dashboard.questions-held', {n: held})}` : ''}`;

/** A week that is not over says so: what is to come may change it. */
const weekName = week => week.over === false ? t('dashboard.week-runs', {date: day(week.from)}) : day(week.from);

const weekBars = a => a.weeks.map(week => ({label: weekName(week), value: week.rate ?? 0, text: pct(week.rate)}));

const weekTable = a => html`<table><caption>${t('dashboard.weeks')}</caption><thead><tr><th scope="col">${t('dashboard.week')}</th><th scope="col" class="num">${t('me.rate')}</th><th scope="col" class="num">${t('dashboard.student-days')}</th></tr></thead>
  <tbody>${a.weeks.map(week => html`<tr><th scope="row">${weekName(week)}</th><td class="num">${pct(week.rate, 1)}</td><td class="num">${num(week.n)}</td></tr>`)}</tbody></table>`;

/** One of the four figures; the third depends on whether the cohort is over. */
function figure(row, key) {
  if (key === 'here') return row.here;
  if (key === 'third') return row.counts.onLeave + row.counts.completed;
  return row.counts[key];
}
