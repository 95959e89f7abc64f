/** All cohorts: which one needs me. */
import {html, nothing, repeat, t, num, pct, monthOf, fullDay, today, time, head, note, figures, Loaded, show, empty, save, sayNews} from '../ui.js';
import {get, getAll, getCsv, isAdmin, Problem} from '../api.js';
import {HeldOrder} from '../live.js';
import {cohortRow, LATELY_DAYS} from '../cohorts.js';
import {spark} from '../survival.js';

/** The list has no stream of its own. */
const ASK_MS = 5_000;
/** No event tells of a report of conduct. */
const ASK_REPORTS_MS = 30_000;
const CURVES_A_CALL = 20;

/** The curves of cohorts, asked for again only where a revision says so. */
class Curves {
  #known = new Map();

  of(row) { return this.#known.get(row.cohortId)?.curve ?? null; }

  async refresh(rows, signal) {
    const old = rows.filter(row => this.#known.get(row.cohortId)?.revision !== row.revision);
    for (let i = 0; i < old.length; i += CURVES_A_CALL) {
      const some = old.slice(i, i + CURVES_A_CALL);
      const {curves} = await get(`/api/retention?cohorts=${some.map(row => encodeURIComponent(row.cohortId)).join(',')}`, signal);
      const revisions = new Map(some.map(row => [row.cohortId, row.revision]));
      curves.forEach(c => this.#known.set(c.cohortId, {revision: revisions.get(c.cohortId), curve: c.curve}));
    }
    return old.length > 0;
  }
}

export function overview(page) {
  const curves = new Curves();
  const data = new Loaded(page, async signal => {
    const rows = await getAll('/api/dashboards', signal);
    const drawn = () => rows.map(row => cohortRow(row, curves.of(row)));
    curves.refresh(rows, signal).then(changed => {
      if (!changed) return;
      const before = totals(data.value).left;
      data.value = drawn();
      const now = totals(data.value).left;
      if (before !== null && before !== now) sayNews(() => t('overview.news', {before, now}));
      page.paint();
    }).catch(problem => { if (!signal.aborted && !(problem instanceof Problem)) throw problem; });
    return drawn();
  });
  const letters = isAdmin() ? new Loaded(page, async signal => (await getAll('/api/dead-letters', signal)).filter(l => l.state === 'OPEN' || !l.state).length) : null;
  const reports = new Loaded(page, async signal => (await get('/api/conduct-reports', signal)).items.filter(each => each.state === 'WAITING'));
  const order = new HeldOrder(page.paint);
  const timer = setInterval(() => {
    if (!document.hidden && data.value) data.again();
  }, ASK_MS);
  const reportTimer = setInterval(() => {
    if (!document.hidden) reports.again();
  }, ASK_REPORTS_MS);
  page.onLeave(() => {
    clearInterval(timer);
    clearInterval(reportTimer);
  });

  return {
    title: () => t('nav.overview'),
    sign: () => data.state === 'ready' ? staleSince(data.value) ? 'stale' : 'on' : data.state === 'stale' ? 'off' : null,
    staleSince: () => staleSince(data.value),
    view: () => html`${heading(data.value)}${conduct(reports.value ?? [], data.value ?? [])}${show(data, rows => body(rows, order, letters))}`,
  };
}

/** All rows are of one gateway, and so of one age; null: up to date. */
const staleSince = rows => rows?.[0]?.staleSince ? new Date(rows[0].staleSince) : null;

const running = row => row.status !== 'CLOSED' && row.day <= row.horizon;

function totals(rows) {
  const open = rows.filter(running);
  const sum = of => open.some(row => of(row) === null) ? null : open.reduce((total, row) => total + of(row), 0);
  return {
    here: sum(r => r.here), left: sum(r => r.lately), before: sum(r => r.latelyBefore),
    leave: sum(r => r.counts.onLeave), running: open.length, ended: rows.length - open.length,
  };
}

/** What students reported of how somebody behaved: first of all, and in no figure. */
function conduct(reports, rows) {
  if (!reports.length) return nothing;
  const ids = [...new Set(reports.map(each => each.target.cohortId))].sort();
  const name = id => rows.find(row => row.cohortId === id)?.name ?? id;
  return note('warn', t('overview.conduct', {n: reports.length}), ids.map((id, i) => html`${i ? ', ' : ''}<a href=${`/c/${encodeURIComponent(id)}/reviews`}>${name(id)}</a>`));
}

async function saveCsv() {
  save(await getCsv('/api/dashboards'), `cohorts-${today()}.csv`);
}

function heading(rows) {
  const sum = rows && totals(rows);
  return head(t('nav.overview'), sum && rows.length ? t('overview.sub', {running: sum.running, ended: sum.ended, date: fullDay(rows.map(r => r.asOf).sort().at(-1))}) : nothing,
    html`${rows?.length ? html`<button class="btn" @click=${saveCsv}>CSV</button>` : nothing}
      ${rows?.length > 1 ? html`<a class="btn" href="/compare">${t('nav.compare')}</a>` : nothing}
      <a class="btn pri" href="/cohorts/new">${t('cohort.open')}</a>`);
}

function body(rows, order, letters) {
  if (!rows.length) {
    return html`<section class="panel prose">${empty(t('overview.empty'), html`<a class="btn pri" href="/cohorts/new">${t('cohort.open')}</a>`)}</section>`;
  }
  const sum = totals(rows);
  const waiting = letters?.value ?? 0;
  const incomplete = rows.filter(r => r.incomplete).length;
  const open = rows.filter(running).sort((a, b) => b.lately / Math.max(1, b.enrolled) - a.lately / Math.max(1, a.enrolled) || (a.name < b.name ? -1 : 1));
  const ended = rows.filter(r => !running(r)).sort((a, b) => a.endDate < b.endDate ? 1 : a.endDate > b.endDate ? -1 : a.name < b.name ? -1 : 1);
  const held = order.of(open, r => r.cohortId);
  return html`
    ${staleSince(rows) ? note('warn', t('stale.title', {time: time(staleSince(rows))}), t('stale.behind')) : nothing}
    ${figures([
      {label: t('fig.here-now'), value: num(sum.here), sub: t('fig.in-running', {n: sum.running})},
      {label: t('fig.left-lately', {n: LATELY_DAYS}), value: sum.left === null ? '…' : num(sum.left), sub: sum.left === null ? nothing : lately(sum.left - sum.before)},
      {label: t('fig.on-leave'), value: num(sum.leave), sub: t('fig.on-leave-sub')},
      {label: t('fig.waiting'), value: num(waiting || incomplete), sub: waitingSub(waiting, incomplete)},
    ])}
    ${open.length ? html`<section class="panel" @pointerenter=${order.enter} @pointerleave=${order.leave} @focusin=${order.enter} @focusout=${order.leave}>
      ${held.moved ? html`<div class="held"><span>${t('held', {n: held.moved})}</span><button class="btn sm" @click=${order.release}>${t('held.show')}</button></div>` : nothing}
      ${table(t('overview.running'), held.rows, true)}</section>` : nothing}
    ${ended.length ? html`<section class="panel">${table(t('overview.ended'), ended, false)}</section>` : nothing}`;
}

const lately = more => more === 0 ? t('fig.same-as-before') : t(more > 0 ? 'fig.more-than-before' : 'fig.fewer-than-before', {n: Math.abs(more)});

const waitingSub = (letters, incomplete) => letters ? html`<a href="/dead-letters">${t('fig.letters', {n: letters})}</a>`
  : incomplete ? t('fig.incomplete', {n: incomplete}) : t('fig.nothing-waits');

const table = (title, rows, live) => html`<table class="cards mid"><caption><h2>${title}</h2></caption>
  <thead><tr><th scope="col">${t('col.cohort')}</th><th scope="col" class="num">${t('col.started')}</th>
    <th scope="col" class="num">${t(live ? 'col.still-here' : 'col.stayed')}</th><th scope="col">${t('col.course')}</th>
    ${live ? html`<th scope="col" class="num">${t('col.left-lately', {n: LATELY_DAYS})}</th>` : nothing}
    <th scope="col" class="num">${t('col.left')}</th></tr></thead>
  <tbody>${repeat(rows, r => r.cohortId, r => line(r, live))}</tbody></table>`;

function line(r, live) {
  const few = r.enrolled < 5;
  return html`<tr><th scope="row"><a href=${`/c/${encodeURIComponent(r.cohortId)}`}>${r.name}</a>${r.incomplete ? html` <span class="tag w">${t('live.incomplete')}</span>` : nothing}<br>
      <span class="small muted">${r.day < 0 ? t('cohort.starts-on', {date: fullDay(r.startDate)}) : live ? t('cohort.day-of', {day: r.day, days: r.horizon}) : t('cohort.ended-on', {date: monthOf(r.endDate)})}</span></th>
    <td class="num" data-l=${t('col.started')}>${num(r.enrolled)}</td>
    <td class="num" data-l=${t('col.still-here-short')}>${few ? html`<span class="muted">${t('too-few')}</span>` : html`<b>${pct(r.survival)}</b> ${r.lower === null ? nothing : html`<span class="muted small">${num(100 * r.lower)}–${num(100 * r.upper)}</span>`}`}</td>
    <td class="opt">${few ? nothing : spark(r.curve, r.end, r.horizon)}</td>
    ${live ? html`<td class="num" data-l=${t('col.left-lately', {n: LATELY_DAYS})}>${r.day < 0 ? '–' : r.lately === null ? '…' : num(r.lately)}</td>` : nothing}
    <td class="num" data-l=${t('col.left')}>${r.day < 0 ? '–' : num(r.counts.withdrawn)}</td></tr>`;
}
