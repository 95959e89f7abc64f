/**
 * What students say, as everybody may see it: figures with their intervals, what is spoken of more than elsewhere, and
 * the words themselves. Of staff one cohort, of a student the own cohorts, of an instructor what is of them.
 */
import {html, nothing, repeat, t, num, pct, word, head, addDays, compareText, Loaded, show, empty, bars, saveCsv} from '../ui.js';
import {get, getAll, post, put, isAdmin, isStaff, isStudent, isInstructor} from '../api.js';
import {instructorNames, titleOf} from '../instructors.js';
import {Dialogs, problemText} from '../form.js';
import {BEST_OF_WEEK, LOWEST, WEEK, interval, mondayOf, pathOfPublic, publicAddress, weekFrom} from '../review-figures.js';

const KINDS = ['PROGRAMME', 'PULSE', 'MODULE', 'INSTRUCTOR', 'SESSION', 'COMPETITION'];
const SIDES = ['PROS', 'CONS'];

export function reviewSummary(page) {
  return new Summary(page);
}

class Summary {
  #page; #cohorts = []; #programmes = []; #cohortId; #data; #dialogs; #texts = new Map();

  constructor(page) {
    this.#page = page;
    this.#cohortId = page.query.get('cohort');
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('summary.title'); }

  cohort() { return isStaff() ? this.#cohorts.find(each => each.cohortId === this.#cohortId) : undefined; }

  async #load(signal) {
    if (isStaff()) {
      this.#cohorts = (await getAll('/api/cohorts', signal)).sort((a, b) => a.startDate < b.startDate ? 1 : -1);
      this.#cohortId ??= this.#cohorts[0]?.cohortId ?? null;
      if (this.#cohortId === null) return [];
      this.#programmes = (await get('/api/reviews/programmes', signal)).items;
    }
    const kinds = isStaff() || isStudent() ? KINDS : ['INSTRUCTOR'];
    const of = isStaff() ? `&cohortId=${encodeURIComponent(this.#cohortId)}` : '';
    const all = (await Promise.all(kinds.map(kind => get(`/api/reviews/summaries?kind=${kind}${of}`, signal)))).map(each => each.items);
    const names = await instructorNames(all.flat().map(each => each.target.cohortId), signal);
    return kinds.map((kind, i) => ({kind, rows: all[i].map(each => ({...each, name: titleOf(each, names) ?? t('summary.an-instructor')})).sort((a, b) => compareText(a.name, b.name))}))
      .filter(section => section.rows.length);
  }

  view() {
    return html`${head(t('summary.title'), t('summary.sub'), this.#choice())}
      ${show(this.#data, sections => sections.length ? html`${sections.map(each => each.kind === 'PULSE' ? pulses(each.rows) : this.#section(each))}${this.#publicity(sections)}` : html`<section class="panel prose">${empty(t('summary.none'))}</section>`)}${this.#dialogs.view()}`;
  }

  #choice() {
    return this.#cohorts.length > 1 ? html`<label class="row"><span class="nowrap">${t('summary.cohort')}</span> <select @change=${e => this.#choose(e.target.value)}>
      ${this.#cohorts.map(each => html`<option value=${each.cohortId} ?selected=${each.cohortId === this.#cohortId}>${each.name}</option>`)}</select></label>` : nothing;
  }

  #choose(cohortId) {
    this.#cohortId = cohortId;
    this.#texts.clear();
    this.#page.setQuery({cohort: cohortId});
    this.#data.again();
  }

  #section({kind, rows}) {
    const shown = rows.filter(each => !each.hidden);
    return html`<section class="panel"><header><h2>${word('summary.kind', kind)}</h2>
        ${shown.length ? html`<button class="btn sm" @click=${() => this.#save(kind, rows)}>CSV<span class="sr"> ${word('summary.kind', kind)}</span></button>` : nothing}</header>
      <div class="tw"><table class="cards mid"><caption class="sr">${word('summary.kind', kind)}</caption>
        <thead><tr><th scope="col">${t('summary.what')}</th><th scope="col" class="num">${t('summary.n')}</th><th scope="col" class="num">${t('summary.mean')}</th>
          <th scope="col">${t('summary.interval')}</th><th scope="col" class="num">${t('summary.adjusted')}</th><th scope="col" class="num">${t('summary.nps')}</th><th scope="col" class="num">${t('summary.rate')}</th></tr></thead>
        <tbody>${repeat(rows, keyOf, r => html`<tr><th scope="row">${r.name}</th>${r.hidden
          ? html`<td colspan="6" class="muted all">${r.range ? t('summary.alike', {n: num(r.n), ...r.range}) : t('summary.few')}</td>`
          : html`<td class="num" data-l=${t('summary.n')}>${num(r.n)}</td><td class="num" data-l=${t('summary.mean')}>${num(r.mean, 1)}</td>
            <td data-l=${t('summary.interval')}>${interval(r)}<span>${t('summary.from-to', {low: num(r.interval.low, 1), high: num(r.interval.high, 1)})}</span></td>
            <td class="num" data-l=${t('summary.adjusted')}>${num(r.adjusted, 1)}</td>
            <td class="num" data-l=${t('summary.nps')}>${r.nps === null ? t('no-data') : html`${num(r.nps)}<small class="muted"> ${t('summary.from-to', {low: num(r.npsInterval.low), high: num(r.npsInterval.high)})}</small>`}</td><td class="num" data-l=${t('summary.rate')}>${pct(r.responseRate)}</td>`}</tr>`)}</tbody></table></div>
      ${shown.length > 1 ? html`<p class="muted small">${t('summary.overlap')}</p>` : nothing}
      ${repeat(rows, keyOf, r => this.#answer(r))}${repeat(shown, keyOf, r => this.#more(r))}</section>`;
  }

  /** Beside the figures, once; what is said of an instructor is theirs alone to answer. */
  #answer(row) {
    if (row.answer) {
      const {from, text, hiddenFor} = row.answer;
      return html`<div class=${`note ${hiddenFor ? 'warn' : ''}`}><p><b>${t(`summary.answer-of.${from}`, {name: row.name})}</b></p><p class="written">${text}</p>
        ${hiddenFor ? html`<p>${t('summary.answer-hidden', {reason: hiddenFor})}</p>` : nothing}
        ${isStaff() ? html`<p><button class="btn sm" @click=${() => hiddenFor ? this.#showAgain(row) : this.#hide(row)}>${t(hiddenFor ? 'summary.answer-show' : 'summary.answer-hide')}<span class="sr"> ${row.name}</span></button></p>` : nothing}</div>`;
    }
    const own = row.target.kind === 'INSTRUCTOR' ? isInstructor() : isStaff();
    if (!own || row.n === null) return nothing;
    return html`<p><button class="btn sm" @click=${() => this.#ask(row)}>${t('summary.answer')}<span class="sr"> ${row.name}</span></button></p>`;
  }

  #ask(row) {
    this.#dialogs.ask({
      title: () => row.name,
      intro: () => t('summary.answer-intro'),
      fields: () => [{name: 'text', label: t('summary.answer-text'), type: 'textarea', required: true}],
      verb: () => t('summary.answer'),
      submit: ({text}) => post('/api/reviews/answers', {json: {target: row.target, text}}),
      said: () => t('summary.answered-said'),
      done: this.#data.again,
    });
  }

  #hide(row) {
    this.#dialogs.ask({
      title: () => t('summary.answer-hide'),
      intro: () => t('summary.answer-hide-intro'),
      fields: () => [{name: 'reason', label: t('summary.answer-hide-reason'), required: true}],
      verb: () => t('summary.answer-hide'),
      submit: ({reason}) => put('/api/reviews/answers/hiding', {json: {target: row.target, reason}}),
      said: () => t('summary.answer-hidden-said'),
      done: this.#data.again,
    });
  }

  #showAgain(row) {
    this.#dialogs.confirm({
      title: () => t('summary.answer-show'),
      intro: () => t('summary.answer-show-intro'),
      verb: () => t('summary.answer-show'),
      submit: () => put('/api/reviews/answers/hiding', {json: {target: row.target, reason: null}}),
      said: () => t('summary.answer-shown-said'),
      done: this.#data.again,
    });
  }

  // ---- who else may see it --------------------------------------------------------------------------------------

  /** Of the programme whose cohort is chosen. */
  #publicity(sections) {
    const own = new Set(sections.find(each => each.kind === 'PROGRAMME')?.rows.map(each => each.target.id));
    return repeat(this.#programmes.filter(each => own.has(each.programme)), each => each.programme, each => html`<section class="panel prose"><h2>${t('public.of', {name: each.title})}</h2>
      <p>${each.shown ? html`${t('public.is-on')} <a href=${pathOfPublic(each.programme)}>${publicAddress(each.programme)}</a>` : t('public.is-off')}</p>
      ${isAdmin() ? html`<p><button class="btn" @click=${() => this.#decide(each)}>${t(each.shown ? 'public.off' : 'public.on')}<span class="sr"> ${each.title}</span></button></p>` : nothing}</section>`);
  }

  #decide({programme, shown}) {
    const what = shown ? 'public.off' : 'public.on';
    this.#dialogs.confirm({
      title: () => t(what),
      intro: () => t(`${what}-intro`),
      verb: () => t(what),
      submit: () => put(`/api/reviews/programmes/${encodeURIComponent(programme)}`, {json: {shown: !shown}}),
      said: () => t(`${what}-said`),
      done: this.#data.again,
    });
  }

  #more(row) {
    return html`<details class="more" @toggle=${e => { if (e.target.open) this.#read(row); }}><summary>${row.name}: ${t('summary.more')}</summary>
      <div class="cols even"><div class="stack2"><h3>${t('summary.distribution')}</h3>${bars(Object.entries(row.distribution).reverse().map(([rating, value]) => ({label: num(Number(rating)), value})))}</div>
        ${Object.values(row.aspects).some(each => each !== null) ? html`<div class="stack2"><h3>${t('summary.aspects')}</h3><dl class="facts">
          ${Object.entries(row.aspects).map(([name, mean]) => html`<dt>${word('summary.aspect', name)}</dt><dd>${mean === null ? t('no-data') : num(mean, 1)}</dd>`)}</dl></div>` : nothing}
        ${SIDES.map(side => topics(row, side))}</div>
      ${this.#words(row)}</details>`;
  }

  #words(row) {
    const texts = this.#texts.get(keyOf(row));
    if (texts === undefined) return nothing;
    if (!Array.isArray(texts)) return html`<p class="err" role="alert">${problemText(texts)}</p>`;
    return html`<h3>${t('summary.words')}</h3>${texts.length ? html`<ul class="stack">${texts.map(each => html`<li class="stack2">
        ${each.pros ? html`<p class="written"><span class="tag o">${t('summary.pros')}</span> ${each.pros}</p>` : nothing}
        ${each.cons ? html`<p class="written"><span class="tag">${t('summary.cons')}</span> ${each.cons}</p>` : nothing}</li>`)}</ul>`
      : html`<p class="muted">${t('summary.no-words')}</p>`}`;
  }

  async #read(row) {
    const {kind, id, cohortId} = row.target;
    if (Array.isArray(this.#texts.get(keyOf(row)))) return;
    try {
      const of = new URLSearchParams({kind, id, cohortId});
      this.#texts.set(keyOf(row), (await get(`/api/reviews/texts?${of}`, this.#page.signal)).items);
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      this.#texts.set(keyOf(row), problem);
    }
    this.#page.paint();
  }

  #save(kind, rows) {
    saveCsv([['what', 'reviews', 'mean', 'low', 'high', 'adjusted', 'nps', 'nps_low', 'nps_high', 'response_rate'],
      ...rows.map(r => [r.name, r.n, r.mean, r.interval?.low, r.interval?.high, r.adjusted, r.nps, r.npsInterval?.low, r.npsInterval?.high, r.responseRate].map(each => each ?? ''))], `${kind.toLowerCase()}.csv`);
  }
}

const keyOf = ({target: {kind, id, cohortId}}) => JSON.stringify([kind, id, cohortId]);

function topics(row, side) {
  const found = row.topics.filter(each => each.side === side);
  if (!found.length) return nothing;
  return html`<div class="stack2"><h3>${word('summary.topics', side)}</h3><ul class="stack2">${found.map(each => html`<li><b>${each.word}</b> <span class="muted">${t('summary.in', {n: num(each.texts)})}</span>
    ${each.sentences.length ? html`<ul class="small">${each.sentences.map(sentence => html`<li>${sentence}</li>`)}</ul>` : nothing}</li>`)}</ul></div>`;
}

// ---- week after week ------------------------------------------------------------------------------------------

/** A student may be in several cohorts, whose weeks are not each other's. */
const pulses = rows => [...new Set(rows.map(each => each.target.cohortId))].map(id => pulseSection(rows.filter(each => each.target.cohortId === id)));

/** The weeks from the first to the last of which anything is known, each with its summary; null: nobody was asked. */
function weeks(rows) {
  const known = new Map(rows.map(row => [mondayOf(row.target.id), row]));
  const mondays = [...known.keys()].sort();
  const all = [];
  for (let monday = mondays[0]; monday <= mondays.at(-1); monday = addDays(monday, WEEK)) all.push({monday, row: known.get(monday) ?? null});
  return all;
}

/**
 * One cohort's weeks as a table in which intervals are drawn below each other; what is not shown is a gap, and says why.
 * @param rows summaries of its weeks
 */
function pulseSection(rows) {
  const all = weeks(rows);
  return html`<section class="panel"><header><h2>${t('pulse.title')}</h2>
      ${rows.some(each => !each.hidden) ? html`<button class="btn sm" @click=${() => savePulse(all)}>CSV<span class="sr"> ${t('pulse.title')}</span></button>` : nothing}</header>
    <div class="tw"><table class="cards mid"><caption class="sr">${t('pulse.title')}</caption>
      <thead><tr><th scope="col">${t('pulse.week')}</th><th scope="col" class="num">${t('summary.n')}</th><th scope="col" class="num">${t('pulse.mean')}</th>
        <th scope="col">${t('summary.interval')}</th><th scope="col" class="num">${t('summary.rate')}</th></tr></thead>
      <tbody>${repeat(all, each => each.monday, ({monday, row}) => html`<tr><th scope="row">${weekFrom(monday)}</th>${row && !row.hidden
        ? html`<td class="num" data-l=${t('summary.n')}>${num(row.n)}</td><td class="num" data-l=${t('pulse.mean')}>${num(row.mean, 1)}</td>
          <td data-l=${t('summary.interval')}>${interval(row, LOWEST, BEST_OF_WEEK)}<span>${t('summary.from-to', {low: num(row.interval.low, 1), high: num(row.interval.high, 1)})}</span></td>
          <td class="num" data-l=${t('summary.rate')}>${pct(row.responseRate)}</td>`
        : html`<td colspan="4" class="muted all">${gap(row)}</td>`}</tr>`)}</tbody></table></div>
    <p class="muted small">${t('pulse.note')}</p></section>`;
}

const gap = row => row === null ? t('pulse.not-asked') : row.range ? t('summary.alike', {n: num(row.n), ...row.range}) : t('summary.few');

function savePulse(all) {
  const cells = ({monday, row}) => [monday, row?.n, row?.mean, row?.interval?.low, row?.interval?.high, row?.range?.from, row?.range?.until, row?.responseRate, row ? row.hidden : 'NOT_ASKED'];
  saveCsv([['week_from', 'answers', 'mean', 'low', 'high', 'all_from', 'all_until', 'response_rate', 'not_shown'], ...all.map(each => cells(each).map(cell => cell ?? ''))], 'pulse.csv');
}
