/**
 * The retention chart: curves with their interval, who was at risk under the axis, a slider to read any day, a
 * sentence, a table, and the picture as a file. Hand-made SVG of text and geometry attributes, no style attributes.
 */
import {html, svg, render, nothing, t, num, pct, fullDay, addDays, flattened, framed, savePicture, saveCsv} from './ui.js';

/** A survival of at least this much at its lowest bound lets the axis start above zero. */
const STEP = .2;

// ---- reading a curve ----------------------------------------------------------------------------------------

/** Index of the last row on or before a day. */
function rowAt(curve, day) {
  let low = 0;
  let high = curve.length;
  while (low < high) {
    const middle = low + high >> 1;
    if (curve[middle].day <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The estimate on a day: the row of the last withdrawal on or before it. */
export const valueAt = (curve, day) => curve[Math.max(0, rowAt(curve, day))];

/** Withdrawals up to and with a day. */
export function leftBy(curve, day) {
  let sum = 0;
  for (const row of curve) {
    if (row.day > day) break;
    sum += row.withdrawn;
  }
  return sum;
}

/** Withdrawals after one day, up to and with another. */
export const leftBetween = (curve, from, until) => leftBy(curve, until) - leftBy(curve, from);

/** '89 of 100 who started are still here (85–92)', rounded to people; the interval only where there is one. */
export const outOfHundred = row => t(row.lower === null ? 'of-100' : 'of-100-interval',
  {n: 100 * row.survival, low: num(100 * row.lower), high: num(100 * row.upper)});

const interval = (row, digits) => row.lower === null ? t('no-interval') : `${num(100 * row.lower, digits)}–${num(100 * row.upper, digits)}`;

// ---- paths --------------------------------------------------------------------------------------------------

const fixed = value => value.toFixed(1);

function steps(series, x, y) {
  let path = `M${fixed(x(0))} ${fixed(y(1))}`;
  for (const row of series.curve) path += `H${fixed(x(row.day))}V${fixed(y(row.survival))}`;
  return `${path}H${fixed(x(series.end))}`;
}

/** The area between the bounds; where a bound is undefined (nobody left) it closes onto the curve. */
function band(series, x, y) {
  const rows = series.curve;
  const upper = row => y(row.upper ?? row.survival);
  const lower = row => y(row.lower ?? row.survival);
  let path = `M${fixed(x(0))} ${fixed(y(1))}`;
  for (const row of rows) path += `H${fixed(x(row.day))}V${fixed(upper(row))}`;
  path += `H${fixed(x(series.end))}V${fixed(lower(rows.at(-1)))}`;
  for (let i = rows.length - 1; i > 0; i--) path += `H${fixed(x(rows[i].day))}V${fixed(lower(rows[i - 1]))}`;
  return `${path}H${fixed(x(0))}Z`;
}

/** A small curve for a table row; the axis goes from 0.2 below a round floor to 1. */
export function spark(curve, end, horizon) {
  if (!curve?.length || horizon <= 0) return nothing;
  const floor = Math.min(.6, Math.floor(5 * curve.at(-1).survival) / 5);
  const x = day => 90 * day / horizon;
  const y = value => 2 + 26 * (1 - value) / (1 - floor);
  return svg`<svg width="90" height="30" viewBox="0 0 90 30" aria-hidden="true"><path class="grid" d="M0 29.5H90"/><path class="curve s1" d=${steps({curve, end: Math.max(0, end)}, x, y)}/></svg>`;
}

// ---- the element --------------------------------------------------------------------------------------------

/**
 * `options`: {series: [{id, name, start, horizon, end, curve, riskTable, censorings}], title, asOf, endLabel,
 * onAsOf?}. `end` is the last day that is known. With one series there is its interval and the whole risk table;
 * with several, the first one's interval and who is still here.
 */
class Survival extends HTMLElement {
  #o; #width = 0; #day = null; #last = null; #zoom = true; #table = false; #observer; #painting = false;

  set options(options) {
    this.#o = options;
    const ends = options.series.map(s => s.end);
    const last = Math.max(...ends);
    if (this.#day === null || this.#day >= this.#last || this.#day > last) this.#day = Math.min(...ends);
    this.#last = last;
    this.#draw();
  }

  connectedCallback() {
    this.#observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry.contentRect.width);
      if (Math.abs(width - this.#width) <= 1) return;
      this.#width = width;
      this.#draw();
    });
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** At most once a frame: a slider sends more events than can be seen. */
  #soon() {
    if (this.#painting) return;
    this.#painting = true;
    requestAnimationFrame(() => {
      this.#painting = false;
      this.#draw();
    });
  }

  #read(day) {
    const inside = Math.min(this.#last, Math.max(0, day));
    if (inside === this.#day) return;
    this.#day = inside;
    this.#soon();
  }

  #layout() {
    const {series} = this.#o;
    const one = series.length === 1;
    const narrow = this.#width < 560;
    const left = narrow ? 42 : 116;
    const right = narrow ? 14 : 26;
    const top = 12;
    const height = narrow ? 210 : 250;
    const horizon = Math.max(1, ...series.map(s => s.horizon));
    const lowest = Math.min(...series.map(s => s.curve.at(-1).lower ?? s.curve.at(-1).survival));
    const round = Math.floor(lowest / STEP + 1e-9) * STEP;
    const possible = round >= STEP - 1e-9 ? Math.min(round, 1 - STEP) : 0;
    const floor = this.#zoom ? possible : 0;
    const x = day => left + (this.#width - left - right) * day / horizon;
    const y = value => top + height * (1 - value) / (1 - floor);
    const gap = (narrow ? 60 : 30) * Math.ceil(horizon / (narrow ? 300 : 330));
    const ticks = Array.from({length: Math.floor(horizon / gap) + 1}, (_, i) => i * gap);
    const step = 1 - floor <= .21 ? .05 : 1 - floor <= .41 ? .1 : .2;
    const levels = Array.from({length: Math.round((1 - floor) / step) + 1}, (_, i) => floor + i * step);
    return {one, narrow, left, right, top, height, horizon, possible, floor, x, y, ticks, levels};
  }

  /** The rows under the axis: [{label, strong, values: [[day, number]]}]. */
  #riskRows(ticks) {
    const {series} = this.#o;
    const at = (s, field) => s.riskTable.filter(r => ticks.includes(r.day)).map(r => [r.day, r[field]]);
    if (series.length > 1) return series.map(s => ({label: s.name, strong: true, values: at(s, 'atRisk')}));
    const [s] = series;
    const rows = [
      {label: t('chart.at-risk'), strong: true, values: at(s, 'atRisk')},
      {label: t('chart.left-so-far'), values: at(s, 'withdrawn')},
    ];
    if (s.riskTable.some(r => r.censored > 0)) rows.push({label: t('chart.censored'), values: at(s, 'censored')});
    return rows;
  }

  #draw() {
    if (!this.#o || !this.#width) return;
    const o = this.#o;
    const layout = this.#layout();
    render(html`<figure class="stack2">
      <figcaption class="ph">${this.#key(layout)}${this.#buttons(layout)}</figcaption>
      ${this.#picture(layout)}
      <label class="row"><span class="sr">${t('chart.read-day')}</span><input type="range" min="0" max=${this.#last} .value=${String(this.#day)}
        aria-valuetext=${this.#sentence()} @input=${e => this.#read(Number(e.target.value))}></label>
      <div class="ph"><p class="small">${this.#readout()}</p>
        ${o.onAsOf ? html`<button class="btn sm" ?disabled=${this.#day === this.#last} @click=${() => o.onAsOf(addDays(o.series[0].start, this.#day))}>${t('chart.as-of')}</button>` : nothing}</div>
      <details class="more small" ?open=${this.#table} @toggle=${e => { if (this.#table !== e.target.open) { this.#table = e.target.open; this.#draw(); } }}>
        <summary>${t('chart.table')}</summary>${this.#table ? this.#rows() : nothing}</details>
    </figure>`, this);
    const slider = this.querySelector('input[type=range]');
    slider.style.marginInlineStart = `${layout.left - 8}px`;
    slider.style.width = `${Math.max(48, layout.x(this.#last) - layout.left + 16)}px`;
  }

  #key({one}) {
    return html`<span class="key">${this.#o.series.map((s, i) => html`<span><svg viewBox="0 0 24 10" aria-hidden="true"><path class=${`curve s${i + 1}`} d="M0 5H24"/></svg>
      <b>${s.name}</b> ${pct(s.curve.at(-1).survival)}</span>`)}
      <span><svg viewBox="0 0 24 10" aria-hidden="true"><rect class="band b1" width="24" height="10"/></svg>${one ? t('chart.interval') : t('chart.interval-of', {name: this.#o.series[0].name})}</span></span>`;
  }

  #buttons({possible}) {
    return html`<span class="row">
      ${possible ? html`<button class="btn sm" aria-pressed=${this.#zoom} @click=${() => { this.#zoom = !this.#zoom; this.#draw(); }}>${t('chart.zoom')}</button>` : nothing}
      <button class="btn sm" @click=${() => this.#savePicture('png')}>PNG</button>
      <button class="btn sm" @click=${() => this.#savePicture('svg')}>SVG</button>
      <button class="btn sm" @click=${() => this.#saveCsv()}>CSV</button></span>`;
  }

  #picture(layout) {
    const {one, narrow, left, right, top, height, horizon, floor, x, y, ticks, levels} = layout;
    const o = this.#o;
    const W = this.#width;
    const bottom = top + height;
    const riskRows = this.#riskRows(ticks);
    const lineHeight = 20;
    const block = narrow ? 2 * lineHeight : lineHeight;
    const header = one ? 0 : lineHeight;
    const total = bottom + 44 + header + riskRows.length * block - lineHeight + 10;
    const move = event => {
      const box = event.currentTarget.getBoundingClientRect();
      const day = Math.round((event.clientX - box.left - left) / (W - left - right) * horizon);
      if (event.clientY - box.top <= bottom && day >= 0 && day <= this.#last) this.#read(day);
    };
    const known = this.#last < horizon;
    const edge = x(this.#last) > W - 120;
    return html`<svg class="plot" width=${W} height=${total} viewBox=${`0 0 ${W} ${total}`} role="img" aria-label=${this.#sentence()} @pointermove=${move}>
      ${levels.map(v => svg`<path class="grid" d=${`M${left} ${fixed(y(v))}H${W - right}`}/><text x=${left - 8} y=${fixed(y(v) + 4)} text-anchor="end">${pct(v)}</text>`)}
      <path class="axis" d=${`M${left} ${bottom}H${W - right}`}/>
      ${floor ? svg`<text x=${left + 6} y=${bottom - 8}>${t('chart.axis-from', {percent: pct(floor)})}</text>` : nothing}
      ${ticks.map(d => svg`<path class="axis" d=${`M${fixed(x(d))} ${bottom}v5`}/><text x=${fixed(x(d))} y=${bottom + 19} text-anchor="middle">${num(d)}</text>`)}
      ${narrow ? nothing : svg`<text x=${left - 22} y=${bottom + 19} text-anchor="end">${t('chart.day-axis')}</text>`}
      ${o.series.map((s, i) => this.#series(s, i, x, y))}
      ${known ? svg`<path class="axis" stroke-dasharray="1 4" d=${`M${fixed(x(this.#last))} ${top}V${bottom}`}/><text x=${fixed(x(this.#last) + (edge ? -6 : 6))} y=${top + 12} text-anchor=${edge ? 'end' : 'start'}>${o.endLabel}</text>` : nothing}
      <path class="cursor" d=${`M${fixed(x(this.#day))} ${top}V${bottom}`}/>
      ${o.series.map((s, i) => this.#day <= s.end ? svg`<circle class=${`dot b${i + 1}`} cx=${fixed(x(this.#day))} cy=${fixed(y(valueAt(s.curve, this.#day).survival))} r="5"/>` : nothing)}
      ${one ? nothing : svg`<text class="lab" x=${narrow ? 0 : left - 22} y=${bottom + 44} text-anchor=${narrow ? 'start' : 'end'}>${t('chart.at-risk')}</text>`}
      ${riskRows.map((row, i) => this.#riskRow(row, bottom + 44 + header + i * block, layout))}
    </svg>`;
  }

  #series(s, i, x, y) {
    return svg`${i === 0 && s.curve.length > 1 ? svg`<path class="band b1" d=${band(s, x, y)}/>` : nothing}
      <path class=${`curve s${i + 1}`} d=${steps(s, x, y)}/>
      ${s.censorings.map(c => svg`<path class=${`tick s${i + 1}`} d=${`M${fixed(x(c.day))} ${fixed(y(valueAt(s.curve, c.day).survival) - 5)}v10`}/>`)}`;
  }

  #riskRow(row, y, {narrow, left, x}) {
    return svg`<text class=${row.strong ? 'lab' : ''} x=${narrow ? 0 : left - 22} y=${y} text-anchor=${narrow ? 'start' : 'end'}>${narrow || row.label.length <= 14 ? row.label : `${row.label.slice(0, 13)}…`}</text>
      ${row.values.map(([d, value]) => svg`<text x=${fixed(x(d))} y=${narrow ? y + 18 : y} text-anchor="middle">${num(value)}</text>`)}`;
  }

  #sentence() {
    const day = this.#day;
    return this.#o.series.filter(s => day <= s.end).map(s => {
      const row = valueAt(s.curve, day);
      return t(row.lower === null ? 'chart.sentence-plain' : 'chart.sentence', {
        name: s.name, day, date: fullDay(addDays(s.start, day)), n: 100 * row.survival,
        low: num(100 * row.lower), high: num(100 * row.upper), left: leftBy(s.curve, day),
      });
    }).join(' ');
  }

  #readout() {
    const one = this.#o.series.length === 1;
    const [first] = this.#o.series;
    return html`<b>${t('day-n', {day: this.#day})}</b> ${one ? html`<span class="muted">${fullDay(addDays(first.start, this.#day))}</span>` : nothing}
      ${this.#o.series.filter(s => this.#day <= s.end).map((s, i) => {
        const row = valueAt(s.curve, this.#day);
        return html`${i ? ', ' : nothing}${one ? nothing : `${s.name} `}<b>${pct(row.survival, 1)}</b> <span class="muted">(${interval(row, 1)})</span>`;
      })}`;
  }

  #rows() {
    const {series} = this.#o;
    const head = ['cohort', 'day', 'here-before', 'left', 'still-here', 'interval'];
    return html`<div class="tw" tabindex="0" role="region" aria-label=${t('chart.table-caption')}><table><caption>${t('chart.table-caption')}</caption>
      <thead><tr>${head.map((key, i) => html`<th scope="col" class=${i ? 'num' : ''}>${t(`chart.col.${key}`)}</th>`)}</tr></thead>
      <tbody>${series.flatMap(s => s.curve.map(row => html`<tr><th scope="row">${s.name}</th><td class="num">${num(row.day)}</td><td class="num">${num(row.atRisk)}</td>
        <td class="num">${num(row.withdrawn)}</td><td class="num">${pct(row.survival, 1)}</td><td class="num">${interval(row, 1)}</td></tr>`))}</tbody></table></div>`;
  }

  // ---- files ------------------------------------------------------------------------------------------------

  /** The drawing with its looks written into it, under a title that says what it is and as of when. */
  #flat() {
    const copy = flattened(this.querySelector('svg.plot'));
    copy.querySelectorAll('[stroke-dasharray="3 3"], circle').forEach(cursor => cursor.remove());
    return framed(copy, {title: this.#o.title, subtitle: this.#o.subtitle, width: this.#width, height: Number(copy.getAttribute('height'))});
  }

  #name(ending) {
    return `retention-${this.#o.series.map(s => s.id).join('-')}-${this.#o.asOf}.${ending}`;
  }

  #savePicture(ending) { savePicture(this.#flat(), this.#name(ending)); }

  #saveCsv() {
    const rows = this.#o.series.flatMap(s => s.curve.map(r => [s.id, r.day, r.atRisk, r.withdrawn, r.survival, r.lower, r.upper]));
    saveCsv([['cohortId', 'day', 'atRisk', 'withdrawn', 'survival', 'lower', 'upper'], ...rows], this.#name('csv'));
  }
}

customElements.define('x-survival', Survival);
