/**
 * Do cohorts differ: up to four curves, day by day since each start, whether the difference could be chance, and why
 * and when people left.
 */
import {html, svg, nothing, t, num, word, day, fullDay, compareText, head, Loaded, show, say, empty, bars, barsPicture, flattened, framed, savePicture, save, saveCsv} from '../ui.js';
import {get, getAll, getCsv, Problem} from '../api.js';
import {cohortRow, seriesOf} from '../cohorts.js';
import {instructorNames} from '../instructors.js';
import {LOWEST, HIGHEST} from '../review-figures.js';
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
  const said = new Loaded(page, signal => trends(signal));
  let chosenTrend = page.query.get('said');
  const keepQuery = () => page.setQuery({cohorts: [...chosen].join(','), said: chosenTrend});
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
    keepQuery();
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

  const chooseTrend = key => {
    chosenTrend = key;
    keepQuery();
    page.paint();
  };

  return {
    title: () => t('nav.compare'),
    view: () => html`${head(t('nav.compare'), t('compare.sub', {n: COHORTS_MAX}))}${show(all, choice)}
      ${result ? show(result, chart) : all.value?.length ? html`<section class="panel"><p>${t('compare.choose')}</p></section>` : nothing}
      ${all.value?.length ? show(said, found => saidOf(found, all.value, chosenTrend, chooseTrend)) : nothing}`,
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
  return html`<div class="tw" tabindex="0" role="region" aria-label=${caption}><table class="long"><caption>${caption}</caption>
    <thead><tr>${['name', 'weeks', 'left', 'rate', 'interval', 'ratio'].map((key, i) => html`<th scope="col" class=${i ? 'num' : ''}>${t(`taught.col.${key}`)}</th>`)}</tr></thead>
    <tbody>${curve.teaching[kind].map(each => html`<tr><th scope="row">${names.get(each.id) ?? each.id}</th><td class="num">${num(each.weeks)}</td><td class="num">${num(each.withdrawn)}</td>
      <td class="num">${each.hazard === null ? t('no-data') : num(PER_WEEK * each.hazard, 1)}</td><td class="num">${bounds(each, PER_WEEK)}</td><td class="num">${ratio(each)}</td></tr>`)}</tbody></table></div>`;
}

function ratio({ratio: times, ratioLower: low, ratioUpper: high}) {
  if (low === null) return t('taught.too-few');
  return times === null ? t('taught.at-least', {low: num(low, 1)}) : t('taught.times', {n: num(times, 1), low: num(low, 1), high: num(high, 1)});
}

// ---- what students say ----------------------------------------------------------------------------------------

const SAID_KINDS = ['PROGRAMME', 'INSTRUCTOR', 'MODULE'];
const [LABEL, SAID_WIDE, LINE, AXIS] = [180, 640, 30, 26];
const LABEL_LETTERS = 22;

/** What has published figures in more than one cohort; a module is the same where its name is. */
async function trends(signal) {
  const [names, ...found] = await Promise.all([instructorNames([], signal), ...SAID_KINDS.map(kind => get(`/api/reviews/summaries?kind=${kind}`, signal))]);
  const groups = new Map();
  for (const row of found.flatMap(each => each.items)) {
    const {kind, id} = row.target;
    const key = JSON.stringify([kind, kind === 'MODULE' ? row.title : id]);
    const name = kind === 'INSTRUCTOR' ? names.get(id) ?? t('said.an-instructor') : row.title;
    const group = groups.get(key) ?? {key, kind, name, rows: []};
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].filter(({rows}) => rows.filter(each => !each.hidden).length > 1)
    .sort((a, b) => SAID_KINDS.indexOf(a.kind) - SAID_KINDS.indexOf(b.kind) || compareText(a.name, b.name));
}

/** Cohorts in the order of their start, never of their means: noise is not to look like a ranking. */
function saidOf(found, cohorts, chosen, choose) {
  if (!found.length) return html`<section class="panel said"><h2>${t('said.title')}</h2><p class="muted">${t('said.none')}</p></section>`;
  const group = found.find(each => each.key === chosen) ?? found[0];
  const known = new Map(cohorts.map(each => [each.cohortId, each]));
  const rows = group.rows.filter(each => known.has(each.target.cohortId)).map(each => ({...each, cohort: known.get(each.target.cohortId)}))
    .sort((a, b) => a.cohort.startDate < b.cohort.startDate ? -1 : 1);
  const shown = rows.filter(each => !each.hidden);
  const title = `${group.name} · ${t('said.title')}`;
  const table = () => saveCsv([['cohort', 'start', 'reviews', 'mean', 'low', 'high', 'adjusted', 'nps'],
    ...rows.map(r => [r.cohort.name, r.cohort.startDate, r.n, r.mean, r.interval?.low, r.interval?.high, r.adjusted, r.nps].map(each => each ?? ''))], 'reviews-by-cohort.csv');
  return html`<section class="panel said"><header><h2>${t('said.title')}</h2>${files(title, ending => ending === 'csv' ? table() : saveSaid(title, shown, ending), ['csv', 'png', 'svg'])}</header>
    <p class="small muted">${t('said.sub')}</p>
    <label class="row">${t('said.of')} <select @change=${e => choose(e.target.value)}>${found.map(each => html`<option value=${each.key} ?selected=${each === group}>${word('said.kind', each.kind)}: ${each.name}</option>`)}</select></label>
    <p>${saidInWords(shown)}</p>${saidPicture(title, shown)}
    <details class="more"><summary>${t('chart.table')}<span class="sr"> ${title}</span></summary>${saidTable(title, rows)}</details></section>`;
}

function saidInWords(shown) {
  const apart = shown.flatMap((a, i) => shown.slice(i + 1).filter(b => a.interval.high < b.interval.low || b.interval.high < a.interval.low).map(b => `${a.cohort.name} – ${b.cohort.name}`));
  return apart.length ? t('said.apart', {pairs: apart.join(', ')}) : t('said.overlap');
}

function saidPicture(title, shown) {
  const high = shown.length * LINE + AXIS;
  const x = value => LABEL + 10 + (SAID_WIDE - LABEL - 30) * (value - LOWEST) / (HIGHEST - LOWEST);
  const label = name => name.length > LABEL_LETTERS ? `${name.slice(0, LABEL_LETTERS - 1)}…` : name;
  return html`<svg id="said" width=${SAID_WIDE} height=${high} viewBox=${`0 0 ${SAID_WIDE} ${high}`} role="img" aria-label=${`${title}. ${saidInWords(shown)}`}>
    ${[1, 4, 7, 10].map(value => svg`<path class="grid" d=${`M${x(value).toFixed(1)} 0V${high - AXIS}`}/><text x=${x(value).toFixed(1)} y=${high - 8} text-anchor="middle">${num(value)}</text>`)}
    ${shown.map((r, i) => svg`<text class="lab" x=${LABEL} y=${i * LINE + 20} text-anchor="end">${label(r.cohort.name)}</text>
      <path class="axis" d=${`M${x(r.interval.low).toFixed(1)} ${i * LINE + 15}H${x(r.interval.high).toFixed(1)}`}/>
      <rect class="bar" x=${(x(r.mean) - 4).toFixed(1)} y=${i * LINE + 11} width="8" height="8"/>`)}</svg>`;
}

function saveSaid(title, shown, ending) {
  const copy = flattened(document.getElementById('said'));
  copy.removeAttribute('id');
  savePicture(framed(copy, {title, subtitle: t('said.sub'), width: SAID_WIDE, height: shown.length * LINE + AXIS}), `reviews-by-cohort.${ending}`);
}

function saidTable(title, rows) {
  return html`<div class="tw" tabindex="0" role="region" aria-label=${title}><table><caption>${title}</caption>
    <thead><tr>${['cohort', 'start', 'n', 'mean', 'interval', 'nps'].map((key, i) => html`<th scope="col" class=${i > 1 ? 'num' : ''}>${t(`said.col.${key}`)}</th>`)}</tr></thead>
    <tbody>${rows.map(r => html`<tr><th scope="row">${r.cohort.name}</th><td>${day(r.cohort.startDate)}</td>${r.hidden ? html`<td colspan="4" class="muted">${t(r.range ? 'said.alike' : 'said.few')}</td>`
      : html`<td class="num">${num(r.n)}</td><td class="num">${num(r.mean, 1)}</td><td class="num">${num(r.interval.low, 1)}–${num(r.interval.high, 1)}</td><td class="num">${r.nps === null ? t('no-data') : num(r.nps)}</td>`}</tr>`)}</tbody></table></div>`;
}
