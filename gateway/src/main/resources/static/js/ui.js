/**
 * What every page draws with: lit-html, the words of the reader's language, numbers and dates, and the pieces
 * that pages share.
 */
import {html, svg, render, nothing} from '../vendor/lit-html.js';
import {repeat} from '../vendor/directives/repeat.js';

export {html, svg, render, nothing, repeat};

// ---- language -----------------------------------------------------------------------------------------------

const root = document.documentElement;
const YEAR_SECONDS = 31_536_000;
let words;

/** Names of what pages have of their own, beside what all have. */
const own = new Set();

/** 'ko' or 'en'; the server chose it from the cookie or from Accept-Language. */
export const language = () => root.lang;

export async function setLanguage(lang) {
  const loaded = await Promise.all(['', ...own].map(name => wordsOf(lang, name)));
  words = Object.assign({}, ...loaded);
  root.lang = lang;
}

const wordsOf = async (lang, name) => (await import(name ? `../i18n/${lang}/${name}.js` : `../i18n/${lang}.js`)).default;

/** The words that one page alone has, so that no other waits for them. */
export async function addWords(name) {
  if (own.has(name)) return;
  const added = await wordsOf(root.lang, name);
  own.add(name);
  words = {...words, ...added};
}

await setLanguage(root.lang === 'en' ? 'en' : 'ko');

/** Remembers a choice of this browser: no personal data, read by the server to draw the first page. */
export function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`;
}

/**
 * The text of a key, with {name} parameters put in. A text may have the forms `one` and `other`, chosen by the
 * parameter `n`. Numbers are written in the reader's way; pass strings for what is already written.
 */
export function t(key, params = {}) {
  let text = words[key];
  if (text === undefined) throw new Error(`No text for ${key}`);
  if (typeof text !== 'string') text = text[plural(params.n)] ?? text.other;
  return text.replace(/\{(\w+)}/g, (_, name) => {
    const value = params[name];
    return typeof value === 'number' ? num(value) : value ?? '';
  });
}

/** The text of a code that may be newer than this page: the code itself where there is no text. */
export const word = (prefix, code) => words[`${prefix}.${code}`] === undefined ? String(code) : t(`${prefix}.${code}`);

export const has = key => words[key] !== undefined;

// ---- numbers and dates --------------------------------------------------------------------------------------

const formats = new Map();
const locale = () => language() === 'ko' ? 'ko-KR' : 'en-GB';

function format(kind, options) {
  const key = `${locale()} ${kind.name} ${JSON.stringify(options)}`;
  let it = formats.get(key);
  if (!it) formats.set(key, it = new kind(locale(), options));
  return it;
}

const plural = n => format(Intl.PluralRules, {}).select(n ?? 0);

const missing = value => value === null || value === undefined || Number.isNaN(value);

export const num = (value, digits = 0) => missing(value) ? t('no-data')
  : format(Intl.NumberFormat, {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value);

export const pct = (value, digits = 0) => missing(value) ? t('no-data')
  : format(Intl.NumberFormat, {style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value);

/** 'two more' as '+2'; a real minus sign. */
export const signed = value => format(Intl.NumberFormat, {signDisplay: 'exceptZero'}).format(value).replace('-', '−');

const SHORT = {month: 'short', day: 'numeric', weekday: 'short'};
const FULL = {year: 'numeric', month: 'long', day: 'numeric'};
const plain = (date, options) => format(Intl.DateTimeFormat, {timeZone: 'UTC', ...options}).format(new Date(date));

/** A plain date (2024-01-02), which has no zone: 'Tue, 2 Jan'; of another year, '2 Jan 2024'. */
export const day = date => missing(date) ? t('no-data')
  : plain(date, String(date).startsWith(today().slice(0, 4)) ? SHORT : {...FULL, month: 'short'});

/** A plain date in full: '2 January 2024'. */
export const fullDay = date => missing(date) ? t('no-data') : plain(date, FULL);

export const monthOf = date => plain(date, {year: 'numeric', month: 'short'});

/** An instant in the reader's zone: '09:00' today, else with its date. */
export function time(instant) {
  if (missing(instant)) return t('no-data');
  const at = new Date(instant);
  const clock = {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'};
  const today = at.toDateString() === new Date().toDateString();
  return format(Intl.DateTimeFormat, today ? clock : {...SHORT, weekday: undefined, ...clock}).format(at);
}

export const fullTime = instant => format(Intl.DateTimeFormat,
  {...FULL, hour: '2-digit', minute: '2-digit', hourCycle: 'h23'}).format(new Date(instant));

const CLOCK = {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'};
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** From when until when something is, on the clock of its own zone; the zone is named where it is not the reader's. */
export function when({startsAt, endsAt, timeZone}) {
  const from = format(Intl.DateTimeFormat, {...SHORT, year: 'numeric', ...CLOCK, timeZone}).format(new Date(startsAt));
  const until = format(Intl.DateTimeFormat, {...CLOCK, timeZone}).format(new Date(endsAt));
  return `${from}–${until}${timeZone === zoneHere() ? '' : ` (${timeZone})`}`;
}

/** How long until an instant, roughly: 'in 4 hr', '4시간 후'; never less than a minute. */
export function inTime(instant) {
  const minutes = Math.max(1, Math.ceil((Date.parse(instant) - Date.now()) / 60_000));
  const relative = format(Intl.RelativeTimeFormat, {style: 'short'});
  return minutes < 60 ? relative.format(minutes, 'minute') : relative.format(Math.floor(minutes / 60), 'hour');
}

/** An instant on the clock of a zone: {date: '2024-05-03', time: '19:00'}. */
export function wallClock(instant, timeZone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-CA', {timeZone, year: 'numeric', month: '2-digit', day: '2-digit', ...CLOCK})
    .formatToParts(new Date(instant)).map(part => [part.type, part.value]));
  return {date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}`};
}

/** An instant on the clock of a zone, which is named where it is not the reader's: '08:57', '08:57 (Asia/Seoul)'. */
export const inZone = (instant, timeZone) => `${wallClock(instant, timeZone).time}${timeZone === zoneHere() ? '' : ` (${timeZone})`}`;

/**
 * The moment at which a clock in a zone shows this: '2024-05-03T19:00:00+09:00'. A time that the zone leaves out keeps
 * its digits, so that whoever checks it can say so.
 */
export function instantAt(date, time, timeZone) {
  const shown = Date.parse(`${date}T${time}Z`);
  const offsetAt = instant => {
    const clock = wallClock(instant, timeZone);
    return Date.parse(`${clock.date}T${clock.time}Z`) - instant;
  };
  const offset = offsetAt(shown - offsetAt(shown));
  const minutes = Math.abs(offset) / 60_000;
  const two = value => String(Math.trunc(value)).padStart(2, '0');
  return `${date}T${time}:00${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const DAY_MS = 86_400_000;
export const addDays = (date, days) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Today as a plain date in a zone, the reader's own where none is given. */
export const today = timeZone => new Intl.DateTimeFormat('en-CA', {timeZone, year: 'numeric', month: '2-digit', day: '2-digit'}).format(new Date());

export const compareText = (a, b) => format(Intl.Collator, {numeric: true}).compare(a ?? '', b ?? '');

// ---- speaking -----------------------------------------------------------------------------------------------

const LIVE_GAP_MS = 10_000;
let spokenAt = 0;
let pending = null;
let timer = 0;

function utter(text) {
  const region = document.getElementById('say');
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Says what the reader's own action did, at once. */
export function say(text) {
  utter(text);
}

/**
 * Says what others did: at most a sentence each ten seconds, and the newest one.
 * @param sentence gives the text, or nothing where there is no news any more
 */
export function sayNews(sentence) {
  pending = sentence;
  if (timer) return;
  timer = setTimeout(() => {
    timer = 0;
    const text = pending?.();
    pending = null;
    if (text) {
      spokenAt = Date.now();
      utter(text);
    }
  }, Math.max(500, spokenAt + LIVE_GAP_MS - Date.now()));
}

/** Copies a text; where the browser does not allow that, what is shown once is selected, to be copied by hand. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(t('copied'));
  } catch {
    getSelection().selectAllChildren(document.querySelector('.once'));
    say(t('copy-by-hand'));
  }
}

// ---- pieces -------------------------------------------------------------------------------------------------

export const head = (title, sub, actions) => html`<div class="head">
  <div class="stack2"><h1 tabindex="-1">${title}</h1>${sub ? html`<p class="muted">${sub}</p>` : nothing}</div>
  ${actions ? html`<div class="row">${actions}</div>` : nothing}</div>`;

export const note = (kind, strong, rest) => html`<div class=${`note ${kind}`}><p><b>${strong}</b> ${rest ?? nothing}</p></div>`;

const LECTURE_TAGS = {DRAFT: 'w', CANCELLED: 'w', HELD: 'o'};

export const lectureTag = lecture => html`<span class=${`tag ${LECTURE_TAGS[lecture.status] ?? ''}`}>${word('lecture-status', lecture.status)}</span>`;

/** @param items [{label, value, unit?, sub?, changed?}] */
export const figures = items => html`<dl class="figs">${items.map(f => html`<div><dt>${f.label}</dt>
  <dd>${f.changed ? html`<span class="chg">${f.value}</span>` : html`<span>${f.value}</span>`}${f.unit ? html` <small>${f.unit}</small>` : nothing}</dd>
  ${f.sub ? html`<dd class="sub">${f.sub}</dd>` : nothing}</div>`)}</dl>`;

/**
 * Bars that start at zero, each with its value as text.
 * @param rows [{label, value, text?}], text where the value is not to be written as it is
 * @param most what a whole bar is
 */
export function bars(rows, most = Math.max(1, ...rows.map(r => r.value))) {
  return html`<ul class="bars">${repeat(rows, r => r.label, r => html`<li><span>${r.label}</span>
    <svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true"><rect class="track" x="0" y="12" width="100" height="2"/><rect class="bar" x="0" y="0" width=${100 * r.value / most} height="14"/></svg>
    <span class="num">${r.text ?? num(r.value)}</span></li>`)}</ul>`;
}

/** To have a chart as a file: its picture, or what it is made of. */
export function fileButtons(of, saveAs) {
  return html`<span class="row">${['png', 'svg', 'csv'].map(kind => html`<button class="btn sm" @click=${() => saveAs(kind)}>${kind.toUpperCase()}<span class="sr"> ${of}</span></button>`)}</span>`;
}

/** The same bars as a drawing of their own, for a file. @returns what `savePicture` takes */
export function barsPicture(rows, {title, subtitle, most = Math.max(1, ...rows.map(r => r.value))}) {
  const [width, line, label, value] = [640, 28, 200, 60];
  const looks = look();
  const plot = shape('svg', {width, height: rows.length * line});
  rows.forEach((r, i) => plot.append(
    shape('text', {x: 0, y: i * line + 18, ...looks.text}, r.label),
    shape('rect', {x: label, y: i * line + 6, width: (width - label - value) * r.value / most, height: 14, fill: looks.series}),
    shape('text', {x: width, y: i * line + 18, 'text-anchor': 'end', ...looks.text}, r.text ?? num(r.value))));
  return framed(plot, {title, subtitle, width, height: rows.length * line});
}

// ---- loading ------------------------------------------------------------------------------------------------

const PATIENCE_MS = 300;

/**
 * Something a page asks the server for.
 * States: quiet (just asked), waiting (asked 300 ms ago), ready, failed (nothing to show), stale (older value kept).
 */
export class Loaded {
  #fetch; #paint; #signal; #newest = 0;
  state = 'quiet';
  value = undefined;
  problem = null;
  at = null;

  constructor(page, fetch) {
    this.#paint = page.paint;
    this.#signal = page.signal;
    this.#fetch = fetch;
    this.again();
  }

  /** Of loads that overlap only the newest counts, in whatever order their answers come. */
  again = async () => {
    const load = ++this.#newest;
    if (this.value === undefined) this.state = 'quiet';
    const patience = setTimeout(() => {
      if (this.state !== 'quiet') return;
      this.state = 'waiting';
      this.#paint();
    }, PATIENCE_MS);
    try {
      const value = await this.#fetch(this.#signal);
      if (load !== this.#newest) return;
      this.value = value;
      this.state = 'ready';
      this.problem = null;
      this.at = new Date();
    } catch (problem) {
      if (this.#signal.aborted || load !== this.#newest) return;
      this.problem = problem;
      this.state = this.value === undefined ? 'failed' : 'stale';
    } finally {
      clearTimeout(patience);
    }
    this.#paint();
  };

  /** What an own action was answered with; loads that began before it count no more. */
  set(value) {
    this.#newest++;
    this.value = value;
    this.state = 'ready';
    this.problem = null;
    this.at = new Date();
    this.#paint();
  }
}

/**
 * Loads again after news of a stream, which tells that something changed and not what. However much comes, a load
 * begins a while after the one before has ended, and what comes during a load is not lost.
 */
export class Reloading {
  #load; #pause; #signal; #revision = null; #timer = 0; #loading = false; #due = false;

  /**
   * @param load settles when it has ended
   * @param pause milliseconds from news to load: a second for each request that a load takes
   */
  constructor(page, load, pause) {
    this.#load = load;
    this.#pause = pause;
    this.#signal = page.signal;
    page.onLeave(() => clearTimeout(this.#timer));
  }

  /** @param dashboard of the stream; the first one may tell of what came after the page was loaded, too */
  news({revision}) {
    if (this.#revision === revision) return;
    this.#revision = revision;
    this.soon();
  }

  /** Something changed that the page has to load. */
  soon() {
    this.#due = true;
    this.#wait();
  }

  #wait() {
    if (this.#timer || this.#loading) return;
    this.#timer = setTimeout(async () => {
      this.#timer = 0;
      this.#due = false;
      this.#loading = true;
      await this.#load();
      this.#loading = false;
      if (this.#due && !this.#signal.aborted) this.#wait();
    }, this.#pause());
  }
}

/** Draws a Loaded: its value, or what stands in the way. */
export function show(it, view) {
  switch (it.state) {
    case 'quiet': return nothing;
    case 'waiting': return waiting();
    case 'failed': return trouble(it.problem, it.again);
    case 'stale': return html`${staleNote(it.at, it.again)}${view(it.value)}`;
    default: return view(it.value);
  }
}

export const waiting = () => html`<div class="panel waiting" aria-busy="true"><p class="muted">${t('loading')}</p></div>`;

export const staleNote = (at, again) => html`<div class="note warn ph" role="status"><p><b>${t('stale.title', {time: time(at)})}</b> ${t('stale.detail')}</p>
  <button class="btn sm" @click=${again}>${t('retry')}</button></div>`;

/** What the page says instead of its content: not allowed, not there, or failed. */
export function trouble(problem, again) {
  const kind = problem.status === 403 ? 'forbidden' : problem.status === 404 ? 'not-found' : problem.status ? 'failed' : 'unreachable';
  return html`<section class="panel prose" data-trouble=${kind}><h2>${t(`${kind}.title`)}</h2>
    <p>${t(`${kind}.detail`)}</p>
    ${kind === 'failed' ? html`<p>${problem.detail ?? problem.title ?? ''}</p>` : nothing}
    ${problem.incident ? html`<p class="muted small">${t('incident', {id: problem.incident})}</p>` : nothing}
    ${kind === 'forbidden' || kind === 'not-found' ? html`<p><a href="/">${t('to-start')}</a></p>`
      : html`<div><button class="btn" @click=${again}>${t('retry')}</button></div>`}</section>`;
}

/** What an empty list says: what fills it, and the way there. */
export const empty = (text, action) => html`<div class="stack"><p>${text}</p>${action ? html`<div>${action}</div>` : nothing}</div>`;

// ---- files --------------------------------------------------------------------------------------------------

export function save(blob, name) {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
  say(t('saved-file', {name}));
}

/** A cell a spreadsheet takes as a formula is quoted with an apostrophe (ASVS 1.2.10). */
function cell(value) {
  let text = value === null || value === undefined ? '' : String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r\0]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param rows arrays of cells; numbers stay numbers */
export function saveCsv(rows, name) {
  const text = `\ufeff${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`;
  save(new Blob([text], {type: 'text/csv;charset=utf-8'}), name);
}

// ---- charts as files ----------------------------------------------------------------------------------------

function shape(name, attributes, text) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (text) element.textContent = text;
  return element;
}

/** What a file has to be told, as it has no style sheet. */
function look() {
  const root = getComputedStyle(document.documentElement);
  const of = name => root.getPropertyValue(name);
  const font = of('--sans');
  return {
    surface: of('--surface'), series: of('--s1'), text: {'font-family': font, 'font-size': 13, fill: of('--text')},
    title: {'font-family': font, 'font-size': 16, 'font-weight': 700, fill: of('--text')},
    subtitle: {'font-family': font, 'font-size': 12, fill: of('--muted')},
  };
}

/** A copy of a drawing of the page with its looks written into it, without what is for the page alone. */
export function flattened(source) {
  const copy = source.cloneNode(true);
  const looks = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-family', 'font-weight', 'text-anchor'];
  const copies = copy.querySelectorAll('*');
  source.querySelectorAll('*').forEach((element, i) => {
    const style = getComputedStyle(element);
    looks.forEach(look => copies[i].setAttribute(look, style.getPropertyValue(look)));
    copies[i].removeAttribute('class');
  });
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  comments.forEach(comment => comment.remove());
  ['class', 'role', 'aria-label'].forEach(name => copy.removeAttribute(name));
  return copy;
}

/** A drawing under a title that says what it is and as of when. @returns the text of an SVG file */
export function framed(plot, {title, subtitle, width, height}) {
  const [space, above] = [16, 52];
  const [wide, high] = [width + 2 * space, height + above + space];
  const looks = look();
  const whole = shape('svg', {width: wide, height: high, viewBox: `0 0 ${wide} ${high}`});
  plot.setAttribute('x', space);
  plot.setAttribute('y', above);
  whole.append(
    shape('title', {}, title),
    shape('rect', {width: '100%', height: '100%', fill: looks.surface}),
    shape('text', {x: space, y: 24, ...looks.title}, title),
    shape('text', {x: space, y: 42, ...looks.subtitle}, subtitle),
    plot);
  return new XMLSerializer().serializeToString(whole);
}

/** @param name ends with what it becomes: .svg, or .png at twice the size */
export async function savePicture(text, name) {
  const blob = new Blob([text], {type: 'image/svg+xml'});
  if (name.endsWith('.svg')) {
    save(blob, name);
    return;
  }
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * image.width;
  canvas.height = 2 * image.height;
  const context = canvas.getContext('2d');
  context.scale(2, 2);
  context.drawImage(image, 0, 0);
  URL.revokeObjectURL(image.src);
  save(await new Promise(resolve => canvas.toBlob(resolve, 'image/png')), name);
}
