/**
 * Do cohorts differ: up to four curves, day by day since each start, whether the difference could be chance, and why
 * and when people left.
 */
import {html, svg, nothing, t, num, word, fullDay, head, Loaded, show, say, empty, bars, barsPicture, flattened, framed, savePicture, save} from '../ui.js';
import {get, getAll, getCsv, Problem} from '../api.js';
import {cohortRow, seriesOf} from '../cohorts.js';
import '../survival.js';

const COHORTS_MAX = 4;
const CHANCE = .05;
const LEAST_P = .001;
/** Fewer than this many: a curve would be of single people. */
const CURVE_PEOPLE_MIN = 5;
const PER_WEEK = 1000;
/** So that no bar of a file reaches its figures. */
const PICTURE_ROOM = 1.15;

export function compare(page) {
  const chosen = new Set((page.query.get('cohorts') ?? '').split(',').filter(Boolean).slice(0, COHORTS_MAX));
  const all = new Loaded(page, async signal => (await getAll('/api/dashboards', signal)).map(row => cohortRow(row)).sort((a, b) => a.startDate < b.startDate ? 1 : -1));
  let result = null;
  const ask = () => {
    result = chosen.size ? new Loaded(page, async signal => {
      const ids = [...chosen].map(encodeURIComponent);
      const path = `/api/retention?cohorts=${ids.join(',')}`;
      const [retention, weeks, teaching, instructors, modules, ...dashboards] = await Promise.all([
        get(`${path}&section=reasons`, signal),
        get(`${path}&section=weeks`, signal),
        get(`${path}&section=teaching`, signal),
        named('/api/instructors', signal),
        Promise.all(ids.map(id => named(`/api/cohorts/${id}/modules`, signal))),
        ...ids.map(id => get(`/api/dashboards/${id}`, signal)),
      ]);
      const names = new Map([...modules.flat().map(m => [m.moduleId, m.name]), ...instructors.map(i => [i.instructorId, i.name])]);
      return {rows: dashboards.map(d => cohortRow(d)), retention, weeks, teaching, names, path};
    }) : null;
  };
  ask();

  const tick = (event, id) => {
    if (event.target.checked && chosen.size === COHORTS_MAX) {
      event.target.checked = false;
      say(t('compare.at-most', {n: COHORTS_MAX}));
      return;
    }
    if (event.target.checked) chosen.add(id);
    else chosen.delete(id);
    page.setQuery({cohorts: [...chosen].join(',')});
    ask();
    page.paint();
  };

  const choice = rows => rows.length ? html`<fieldset class="row"><legend class="sr">${t('compare.cohorts')}</legend>
    ${rows.map(r => html`<label class="row btn sm"><input type="checkbox" .checked=${chosen.has(r.cohortId)} @change=${e => tick(e, r.cohortId)}>${r.name}</label>`)}</fieldset>`
    : html`<section class="panel">${empty(t('compare.none'))}</section>`;

  const chart = ({rows, retention, weeks, teaching, names, path}) => {
    const drawn = rows.filter(r => r.enrolled >= CURVE_PEOPLE_MIN);
    const few = rows.filter(r => r.enrolled < CURVE_PEOPLE_MIN);
    const ofDrawn = ({curves}) => curves.filter(c => drawn.some(r => r.cohortId === c.cohortId));
    const saveTable = async section => save(await getCsv(`${path}&section=${section}`, page.signal), `${section}.csv`);
    return html`<section class="panel"><h2 class="sr">${t('chart.title')}</h2>
      ${few.length ? html`<p class="muted">${t('compare.too-few', {names: few.map(r => r.name).join(', ')})}</p>` : nothing}
      ${drawn.length ? html`<x-survival .options=${{
        series: drawn.map(seriesOf), title: `${drawn.map(r => r.name).join(', ')} · ${t('chart.title')}`,
        subtitle: t('compare.subtitle'), asOf: drawn.map(r => r.asOf).sort().at(-1), endLabel: t('chart.last-known'),
      }}></x-survival>` : nothing}</section>
      ${drawn.length ? html`${why(ofDrawn(retention), rows.length > 1, () => saveTable('reasons'))}${when(ofDrawn(weeks), () => saveTable('weeks'))}${taught(ofDrawn(teaching), names, () => saveTable('teaching'))}` : nothing}
      ${rows.length > 1 ? verdict(retention) : html`<p class="muted">${t('compare.one-more')}</p>`}`;
  };

  return {
    title: () => t('nav.compare'),
    view: () => html`${head(t('nav.compare'), t('compare.sub', {n: COHORTS_MAX}))}${show(all, choice)}
      ${result ? show(result, chart) : all.value?.length ? html`<section class="panel"><p>${t('compare.choose')}</p></section>` : nothing}`,
  };
}

/** The answer in words; no cause is claimed. */
function verdict({logRank: test, curves}) {
  const left = curves.some(({curve}) => curve.some(row => row.withdrawn > 0));
  return html`<section class="panel prose"><h2>${t('logrank.title')}</h2>
    ${test ? html`<p>${t(test.pValue < CHANCE ? 'logrank.hardly' : 'logrank.could', {n: test.cohorts})}</p>
      <p class="muted small">${t('logrank.figures', {chi: num(test.chiSquare, 1), n: test.degreesOfFreedom, p: test.pValue < LEAST_P ? `< ${num(LEAST_P, 3)}` : `= ${num(test.pValue, 3)}`})}</p>
      <p class="muted small">${t('logrank.no-cause')}</p>` : html`<p>${t(left ? 'logrank.apart' : 'logrank.unknown')}</p>`}</section>`;
}

const files = (of, saveAs, endings) => html`<span class="row">${endings.map(ending => html`<button class="btn sm" @click=${() => saveAs(ending)}>${ending.toUpperCase()}<span class="sr"> ${of}</span></button>`)}</span>`;

const bounds = (row, times) => row.lower === null ? t('no-interval') : `${num(times * row.lower, 1)}–${num(times * row.upper, 1)}`;

// ---- why ----------------------------------------------------------------------------------------------------

const shares = curve => curve.reasons.map(({reason, curve: rows}) => {
  const {incidence, lower, upper} = rows.at(-1);
  return {label: word('reason', reason), value: incidence,
    text: lower === null ? num(100 * incidence) : t('why.text', {n: num(100 * incidence), low: num(100 * lower), high: num(100 * upper)})};
});

/** The share that left for each reason; all cohorts on one scale, or their bars could not be compared. */
function why(curves, joined, saveAll) {
  const most = Math.max(.01, ...curves.flatMap(shares).map(bar => bar.value));
  const saveOne = (curve, ending) => savePicture(barsPicture(shares(curve), {title: `${curve.name} · ${t('why.title')}`,
    subtitle: t('chart.subtitle', {date: fullDay(curve.asOf), n: curve.enrolled}), most: PICTURE_ROOM * most}), `reasons-${curve.cohortId}-${curve.asOf}.${ending}`);
  return html`<section class="panel why"><header><h2>${t('why.title')}</h2>${files(t('why.title'), saveAll, ['csv'])}</header>
    <p class="small muted">${t('why.sub')} ${joined ? t('why.joined') : nothing}</p>
    ${curves.map(curve => html`<div class="stack2"><header class="row"><h3>${curve.name}</h3>
      ${curve.reasons.length ? files(`${t('why.title')}, ${curve.name}`, ending => saveOne(curve, ending), ['png', 'svg']) : nothing}</header>
      ${curve.reasons.length ? html`${bars(shares(curve), most)}
        <details class="more"><summary>${t('chart.table')}<span class="sr"> ${t('why.title')}, ${curve.name}</span></summary>${whyTable(curve)}</details>` : html`<p class="muted">${t('why.none')}</p>`}</div>`)}</section>`;
}

function whyTable(curve) {
  const caption = t('why.table-caption', {name: curve.name});
  return html`<div class="tw" tabindex="0" role="region" aria-label=${caption}><table><caption>${caption}</caption>
    <thead><tr>${['reason', 'day', 'here-before', 'left', 'share', 'interval'].map((key, i) => html`<th scope="col" class=${i ? 'num' : ''}>${t(`why.col.${key}`)}</th>`)}</tr></thead>
    <tbody>${curve.reasons.flatMap(({reason, curve: rows}) => rows.map(row => html`<tr><th scope="row">${word('reason', reason)}</th><td class="num">${num(row.day)}</td>
      <td class="num">${num(row.atRisk)}</td><td class="num">${num(row.withdrawn)}</td><td class="num">${num(100 * row.incidence, 1)}</td><td class="num">${bounds(row, 100)}</td></tr>`))}</tbody></table></div>`;
}

// ---- when ---------------------------------------------------------------------------------------------------

const [WIDE, HIGH, ABOVE, BELOW] = [640, 120, 18, 24];

/** Weeks beside each other, with their intervals; the axis ends at the highest rate, and longer intervals are cut there. */
function when(curves, saveAll) {
  return html`<section class="panel weeks"><header><h2>${t('weeks.title')}</h2>${files(t('weeks.title'), saveAll, ['csv'])}</header>
    <p class="small muted">${t('weeks.sub')} ${t('weeks.rule')}</p>
    ${curves.map(curve => html`<div class="stack2"><header class="row"><h3>${curve.name}</h3>
      ${curve.hazard.hazard === null ? nothing : files(`${t('weeks.title')}, ${curve.name}`, ending => saveWeeks(curve, ending), ['png', 'svg'])}</header>
      <p>${weeksSaid(curve)}</p>${curve.hazard.hazard === null ? nothing : html`${weeksPicture(curve)}
        <details class="more"><summary>${t('chart.table')}<span class="sr"> ${t('weeks.title')}, ${curve.name}</span></summary>${weeksTable(curve)}</details>`}</div>`)}</section>`;
}

function weeksSaid({name, hazard: {weeks, hazard}}) {
  const marked = weeks.filter(w => w.standsOut);
  if (hazard === null) return t('weeks.unknown', {name});
  return marked.length ? t('weeks.some', {name, n: marked.length, weeks: marked.map(w => num(w.week)).join(', ')}) : t('weeks.no', {name});
}

function weeksPicture(curve) {
  const {weeks} = curve.hazard;
  const highest = Math.max(...weeks.map(w => w.hazard ?? 0));
  // Of a week with few left nearly anything is possible: its line would press all bars to the ground.
  const most = Math.max(1.25 * highest, Math.min(3 * highest, Math.max(...weeks.map(w => w.upper ?? 0)))) || 1;
  const wide = (WIDE - 40) / weeks.length;
  const x = i => 40 + i * wide;
  const y = rate => ABOVE + HIGH * (1 - Math.min(rate, most) / most);
  const every = Math.ceil(weeks.length / 12);
  return html`<svg id=${`weeks-${curve.cohortId}`} width=${WIDE} height=${ABOVE + HIGH + BELOW} viewBox=${`0 0 ${WIDE} ${ABOVE + HIGH + BELOW}`} role="img" aria-label=${weeksSaid(curve)}>
    ${[0, most / 2, most].map(rate => svg`<path class="grid" d=${`M40 ${y(rate).toFixed(1)}H${WIDE}`}/><text x="34" y=${(y(rate) + 4).toFixed(1)} text-anchor="end">${num(PER_WEEK * rate)}</text>`)}
    ${weeks.map((w, i) => w.hazard === null ? nothing : svg`<rect class="bar" x=${(x(i) + wide * .15).toFixed(1)} y=${y(w.hazard).toFixed(1)} width=${(wide * .7).toFixed(1)} height=${(ABOVE + HIGH - y(w.hazard)).toFixed(1)}/>
      <path class="axis" d=${`M${(x(i) + wide / 2).toFixed(1)} ${y(w.lower).toFixed(1)}V${y(w.upper).toFixed(1)}`}/>
      ${w.upper > most ? svg`<path class="axis" fill="none" d=${`M${(x(i) + wide / 2 - 3).toFixed(1)} ${ABOVE + 4}l3 -4l3 4`}/>` : nothing}
      ${w.standsOut ? svg`<text class="lab" x=${(x(i) + wide / 2).toFixed(1)} y="12" text-anchor="middle">▼</text>` : nothing}`)}
    ${weeks.map((w, i) => i % every ? nothing : svg`<text x=${(x(i) + wide / 2).toFixed(1)} y=${ABOVE + HIGH + 16} text-anchor="middle">${num(w.week)}</text>`)}
    <text x="34" y=${ABOVE + HIGH + 16} text-anchor="end">${t('weeks.axis')}</text></svg>`;
}

function saveWeeks(curve, ending) {
  const drawn = document.getElementById(`weeks-${curve.cohortId}`);
  const copy = flattened(drawn);
  copy.removeAttribute('id');
  savePicture(framed(copy, {title: `${curve.name} · ${t('weeks.title')}`, subtitle: t('chart.subtitle', {date: fullDay(curve.asOf), n: curve.enrolled}),
    width: WIDE, height: ABOVE + HIGH + BELOW}), `weeks-${curve.cohortId}-${curve.asOf}.${ending}`);
}

function weeksTable(curve) {
  const caption = t('weeks.table-caption', {name: curve.name});
  return html`<div class="tw" tabindex="0" role="region" aria-label=${caption}><table><caption>${caption}</caption>
    <thead><tr>${['week', 'days', 'left', 'rate', 'interval', 'mark'].map((key, i) => html`<th scope="col" class=${i ? 'num' : ''}>${t(`weeks.col.${key}`)}</th>`)}</tr></thead>
    <tbody>${curve.hazard.weeks.map(w => html`<tr><th scope="row">${num(w.week)}</th><td class="num">${num(w.daysAtRisk)}</td><td class="num">${num(w.withdrawn)}</td>
      <td class="num">${w.hazard === null ? t('no-data') : num(PER_WEEK * w.hazard, 1)}</td><td class="num">${bounds(w, PER_WEEK)}</td><td class="num">${w.standsOut ? t('weeks.yes') : ''}</td></tr>`)}</tbody></table></div>`;
}

// ---- who taught what ----------------------------------------------------------------------------------------

/** Another service has the names: without them there are ids, and all the rest. */
const named = (path, signal) => getAll(path, signal).catch(problem => {
  if (!(problem instanceof Problem)) throw problem;
  return [];
});

/** Weeks of a module or an instructor beside the others: an association, and the page says so before any figure. */
function taught(curves, names, saveAll) {
  const some = curves.filter(({teaching}) => teaching.modules.length || teaching.instructors.length);
  if (!some.length) return nothing;
  return html`<section class="panel"><header><h2>${t('taught.title')}</h2>${files(t('taught.title'), saveAll, ['csv'])}</header>
    <p><b>${t('taught.caveat')}</b></p><p class="small muted">${t('taught.sub')}</p>
    ${some.map(curve => html`<div class="stack2"><h3>${curve.name}</h3>
      ${['modules', 'instructors'].map(kind => curve.teaching[kind].length ? taughtTable(curve, kind, names) : nothing)}</div>`)}</section>`;
}

function taughtTable(curve, kind, names) {
  const caption = t(`taught.${kind}`, {name: curve.name});
  return html`<div class="tw" tabindex="0" role="region" aria-label=${caption}><table><caption>${caption}</caption>
    <thead><tr>${['name', 'weeks', 'left', 'rate', 'interval', 'ratio'].map((key, i) => html`<th scope="col" class=${i ? 'num' : ''}>${t(`taught.col.${key}`)}</th>`)}</tr></thead>
    <tbody>${curve.teaching[kind].map(each => html`<tr><th scope="row">${names.get(each.id) ?? each.id}</th><td class="num">${num(each.weeks)}</td><td class="num">${num(each.withdrawn)}</td>
      <td class="num">${each.hazard === null ? t('no-data') : num(PER_WEEK * each.hazard, 1)}</td><td class="num">${bounds(each, PER_WEEK)}</td><td class="num">${ratio(each)}</td></tr>`)}</tbody></table></div>`;
}

function ratio({ratio: times, ratioLower: low, ratioUpper: high}) {
  if (low === null) return t('taught.too-few');
  return times === null ? t('taught.at-least', {low: num(low, 1)}) : t('taught.times', {n: num(times, 1), low: num(low, 1), high: num(high, 1)});
}
