/** Do cohorts differ: up to four curves, day by day since each start, and whether the difference could be chance. */
import {html, nothing, t, num, head, Loaded, show, say, empty} from '../ui.js';
import {get, getAll} from '../api.js';
import {cohortRow, seriesOf} from '../cohorts.js';
import '../survival.js';

const COHORTS_MAX = 4;
const CHANCE = .05;
const LEAST_P = .001;

export function compare(page) {
  const chosen = new Set((page.query.get('cohorts') ?? '').split(',').filter(Boolean).slice(0, COHORTS_MAX));
  const all = new Loaded(page, async signal => (await getAll('/api/dashboards', signal)).map(row => cohortRow(row)).sort((a, b) => a.startDate < b.startDate ? 1 : -1));
  let result = null;
  const ask = () => {
    result = chosen.size ? new Loaded(page, async signal => {
      const ids = [...chosen].map(encodeURIComponent);
      const [retention, ...dashboards] = await Promise.all([
        get(`/api/retention?cohorts=${ids.join(',')}`, signal),
        ...ids.map(id => get(`/api/dashboards/${id}`, signal)),
      ]);
      return {rows: dashboards.map(d => cohortRow(d)), retention};
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

  const chart = ({rows, retention}) => {
    const drawn = rows.filter(r => r.enrolled >= 5);
    const few = rows.filter(r => r.enrolled < 5);
    return html`<section class="panel"><h2 class="sr">${t('chart.title')}</h2>
      ${few.length ? html`<p class="muted">${t('compare.too-few', {names: few.map(r => r.name).join(', ')})}</p>` : nothing}
      ${drawn.length ? html`<x-survival .options=${{
        series: drawn.map(seriesOf), title: `${drawn.map(r => r.name).join(', ')} · ${t('chart.title')}`,
        subtitle: t('compare.subtitle'), asOf: drawn.map(r => r.asOf).sort().at(-1), endLabel: t('chart.last-known'),
      }}></x-survival>` : nothing}</section>
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
