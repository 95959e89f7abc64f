/** The way in of a roster, or of attendance sheets: the file, what it would do, doing it, what is left to mend, and undoing it. */
import {html, nothing, t, has, num, word, fullTime, head, note, Loaded, show, say, saveCsv} from '../ui.js';
import {get, post, remove, Problem} from '../api.js';
import {Dialogs, newKey, problemText} from '../form.js';
import {readRoster} from '../csv.js';

const ASK_MS = 400;
const ERRORS_SHOWN = 100;

/** What a file is, its content tells the server. */
const ANY_FILE = 'application/octet-stream';
const ENCODINGS = ['UTF-8', 'UTF-16', 'CP949'];
const SEPARATORS = ['comma', 'semicolon', 'tab'];
const WHO = ['externalId', 'email', 'name', 'student'];
/** Why an undo leaves a row as it is. */
const LEFT = ['TOUCHED_LATER', 'SHEET_CLOSED'];
const COLUMNS = {roster: ['externalId', 'name', 'email', 'enrolledOn', 'withdrawnOn', 'reason'], attendance: ['date', 'student', 'status']};

export function importer(page, cohortId) {
  return new ImportPage(page, cohortId);
}

class ImportPage {
  #page; #id; #path; #cohort; #past; #dialogs; #file = null; #roster = null; #report = null; #problem = null; #busy = false; #over = false; #quarter = 0; #key = newKey();
  #pagesOfPast = 1;
  /** What the reader says of the file; empty: the server finds it out. */
  #told = {encoding: '', separator: ''};
  /** What is in the file that is chosen next. */
  #kind = 'roster';

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#cohort = new Loaded(page, signal => get(this.#path, signal));
    this.#past = new Loaded(page, signal => this.#loadPast(signal));
    this.#dialogs = new Dialogs(page);
    if (page.query.get('kind') in COLUMNS) this.#kind = page.query.get('kind');
    const running = page.query.get('import');
    if (running) this.#follow(running);
  }

  title() { return t('nav.import'); }

  /** A text, in its own words for what is in the file where there are any. */
  #words(key, parameters) {
    const own = `import.${this.#report?.kind ?? this.#kind}.${key}`;
    return has(own) ? t(own, parameters) : t(`import.${key}`, parameters);
  }

  cohort() { return this.#cohort.value ?? {cohortId: this.#id, name: this.#id}; }

  // ---- steps ------------------------------------------------------------------------------------------------

  async #take(file) {
    if (!file || this.#busy) return;
    this.#file = file;
    this.#roster = null;
    this.#key = newKey();
    this.#report = null;
    this.#page.setQuery(this.#chosen());
    await this.#try(async () => {
      const query = new URLSearchParams({kind: this.#kind, preview: 'true'});
      Object.entries(this.#told).filter(([, value]) => value).forEach(([name, value]) => query.set(name, value));
      const {importId} = await post(`${this.#path}/imports?${query}`, {file, type: ANY_FILE, key: this.#key});
      this.#page.setQuery({import: importId});
      await this.#watch(importId);
      const r = this.#report;
      // A file that is no longer as it was chosen can't be read: then rows are shown without their values.
      this.#roster = r.format === 'CSV' ? await readRoster(file, r).catch(() => null) : null;
      if (r.state === 'PREVIEWED') say(this.#words('preview-said', {added: r.new, changed: r.changed, rejected: r.rejected + r.conflicts}));
    });
  }

  #apply() {
    return this.#try(async () => {
      const id = this.#report.importId;
      await post(`/api/imports/${encodeURIComponent(id)}/application`, {key: newKey()});
      this.#report = {...this.#report, state: 'RUNNING'};
      say(t('import.started'));
      await this.#watch(id);
      if (this.#report.state === 'DONE') say(t('import.done-said', {applied: this.#report.applied, rejected: this.#report.rejected}));
    });
  }

  #undo() {
    this.#dialogs.confirm({
      title: () => t('import.undo'),
      intro: () => this.#words('undo-intro', {n: this.#report.applied}),
      verb: () => t('import.undo'),
      submit: (_, key) => remove(`/api/imports/${encodeURIComponent(this.#report.importId)}`, {key}),
      done: () => this.#try(async () => {
        await this.#watch(this.#report.importId);
        if (this.#report.state === 'UNDONE') say(t('import.undone'));
      }),
    });
  }

  #follow(importId) {
    return this.#try(() => this.#watch(importId));
  }

  async #try(step) {
    this.#busy = true;
    this.#problem = null;
    this.#quarter = 0;
    this.#page.paint();
    try {
      await step();
    } catch (problem) {
      if (this.#page.signal.aborted) return;
      if (!(problem instanceof Problem)) throw problem;
      this.#problem = problem;
    }
    this.#busy = false;
    this.#page.paint();
  }

  /** Asks how far it is until it stands still; says each quarter. */
  async #watch(importId) {
    do {
      if (this.#report) await new Promise(resolve => setTimeout(resolve, ASK_MS));
      this.#report = {importId, ...await get(`/api/imports/${encodeURIComponent(importId)}`, this.#page.signal)};
      this.#kind = this.#report.kind;
      const quarter = Math.floor(4 * this.#share());
      if (quarter > this.#quarter && quarter < 4) say(t('import.progress-said', {percent: num(25 * quarter)}));
      this.#quarter = quarter;
      this.#page.paint();
    } while (this.#report.state === 'RUNNING');
  }

  #share() {
    const r = this.#report;
    const all = r?.restored !== undefined ? r.applied : r?.rows;
    return all ? Math.min(1, done(r) / all) : 0;
  }

  /** Newest first, with as many pages as were asked for. */
  async #loadPast(signal) {
    const items = [];
    let next = null;
    for (let i = 0; i < this.#pagesOfPast && (i === 0 || next); i++) {
      const page = await get(`${this.#path}/imports${next ? `?cursor=${encodeURIComponent(next)}` : ''}`, signal);
      items.push(...page.items);
      next = page.next;
    }
    return {items, next};
  }

  #chosen() { return this.#kind === 'roster' ? {} : {kind: this.#kind}; }

  #choose(kind) {
    this.#kind = kind;
    this.#problem = null;
    this.#file = null;
    this.#page.setQuery(this.#chosen());
    this.#page.paint();
  }

  #another() {
    this.#report = null;
    this.#problem = null;
    this.#file = null;
    this.#roster = null;
    this.#page.setQuery(this.#chosen());
    this.#past.again();
    this.#page.paint();
  }

  // ---- drawing ----------------------------------------------------------------------------------------------

  view() {
    return html`${head(t('nav.import'), html`<a href=${`/c/${encodeURIComponent(this.#id)}`}>${this.cohort().name}</a> · ${this.#words('sub')}`)}
      ${this.#problem ? html`<div class="errsum" role="alert" tabindex="-1"><b>${t('import.failed')}</b><p>${problemText(this.#problem)}</p>
        ${this.#problem.errors.length ? html`<ul>${this.#problem.errors.map(e => html`<li>${e.field}: ${reason(e)}</li>`)}</ul>` : nothing}</div>` : nothing}
      ${this.#report ? this.#shown() : this.#choosing()}${this.#dialogs.view()}`;
  }

  #choosing() {
    return html`<section class="panel prose"><fieldset class="field"><legend>${t('import.what')}</legend><div class="row">
        ${Object.keys(COLUMNS).map(kind => html`<label><input type="radio" name="kind" value=${kind} .checked=${kind === this.#kind} ?disabled=${this.#busy} @change=${() => this.#choose(kind)}> ${t(`import.kind.${kind}`)}</label>`)}</div></fieldset>
      <div class=${`drop ${this.#over ? 'over' : ''}`}
      @dragover=${e => { e.preventDefault(); this.#over = true; this.#page.paint(); }} @dragleave=${() => { this.#over = false; this.#page.paint(); }}
      @drop=${e => { e.preventDefault(); this.#over = false; this.#take(e.dataTransfer.files[0]); }}>
      <p><b>${this.#words('file')}</b></p>
      <p class="hint" id="file-hint">${this.#words('file-hint')}</p>
      <div class="row"><input id="file" class="sr" type="file" accept=".csv,.tsv,.txt,.xlsx,text/csv" aria-describedby="file-hint" ?disabled=${this.#busy} @change=${e => this.#take(e.target.files[0])}>
        <label class="btn" for="file">${t('import.choose')}</label><span class="muted small">${this.#file?.name ?? t('import.drop-here')}</span></div>
      ${this.#busy ? html`<p class="muted">${t('import.reading')}</p>` : nothing}</div>
      ${this.#howToRead()}
      <details class="more small"><summary>${t('import.columns')}</summary>
        <div class="tw"><table><thead><tr><th scope="col">${t('import.col.column')}</th><th scope="col">${t('import.col.meaning')}</th></tr></thead><tbody>
        ${COLUMNS[this.#kind].map(c => html`<tr><th scope="row"><code>${c}</code></th><td>${t(`import.column.${c}`)}</td></tr>`)}</tbody></table></div></details></section>
      ${show(this.#past, past => past.items.length ? this.#pastImports(past) : nothing)}`;
  }

  /** How the file is to be read, where the server does not find it out. */
  #howToRead() {
    const choice = (name, values) => html`<div class="field"><label for=${name}>${t(`import.${name}`)}</label>
      <select id=${name} @change=${e => { this.#told[name] = e.target.value; }}>
        ${['', ...values].map(value => html`<option value=${value} ?selected=${value === this.#told[name]}>${value ? word(`import.${name}`, value) : t('import.found-out')}</option>`)}</select></div>`;
    return html`<details class="more small" ?open=${!!this.#problem}><summary>${t('import.read-wrongly')}</summary>
      <div class="row even">${choice('encoding', ENCODINGS)}${choice('separator', SEPARATORS)}
        ${this.#file ? html`<button class="btn" aria-disabled=${this.#busy ? 'true' : nothing} @click=${() => this.#take(this.#file)}>${t('import.read-again')}</button>` : nothing}</div></details>`;
  }

  #pastImports({items, next}) {
    return html`<section class="panel"><h2>${t('import.past')}</h2><div class="tw"><table class="cards"><caption class="sr">${t('import.past')}</caption>
      <thead><tr><th scope="col">${t('import.col.when')}</th><th scope="col">${t('import.col.what')}</th><th scope="col">${t('import.col.by')}</th><th scope="col">${t('col.status')}</th>
        <th scope="col" class="num">${t('import.applied')}</th><th scope="col" class="num">${t('import.rejected')}</th></tr></thead>
      <tbody>${items.map(r => html`<tr><th scope="row"><a href=${`/c/${encodeURIComponent(this.#id)}/import?import=${encodeURIComponent(r.importId)}`}>${fullTime(r.startedAt)}</a></th>
        <td>${t(`import.kind.${r.kind}`)}</td><td>${r.by}</td><td><span class="tag">${word('import.state', r.state)}</span></td>
        <td class="num" data-l=${t('import.applied')}>${num(r.applied)}</td><td class="num" data-l=${t('import.rejected')}>${num(r.rejected)}</td></tr>`)}</tbody></table></div>
      ${next ? html`<div><button class="btn sm" @click=${() => { this.#pagesOfPast++; this.#past.again(); }}>${t('import.older')}</button></div>` : nothing}</section>`;
  }

  #shown() {
    const r = this.#report;
    const again = html`<button class="btn" @click=${() => this.#another()}>${t('import.another')}</button>`;
    const undo = r.applied ? html`<button class="btn" @click=${() => this.#undo()}>${t('import.undo')}</button>` : nothing;
    switch (r.state) {
      case 'RUNNING': return html`<section class="panel prose" aria-busy="true"><h2>${t('import.running', {done: done(r), rows: r.restored !== undefined ? r.applied : r.rows})}</h2>
        <progress max="1" value=${this.#share()} aria-label=${t('import.progress')}></progress><p class="muted small">${t('import.leave')}</p></section>`;
      case 'PREVIEWED': return html`<section class="panel prose"><h2>${t('import.preview')}</h2>${this.#fileLine(r)}
          <dl class="facts">${(r.kind === 'attendance' ? ['new', 'changed', 'unchanged', 'rejected'] : ['new', 'changed', 'unchanged', 'conflicts', 'rejected']).map(key => html`<dt>${this.#words(key)}</dt><dd>${num(r[key] ?? 0)}</dd>`)}</dl>
          <p class="muted small">${t('import.nothing-yet')}</p>
          <div class="row">${r.new + r.changed > 0 ? html`<button class="btn pri" aria-disabled=${this.#busy ? 'true' : nothing} @click=${() => this.#busy || this.#apply()}>${this.#words('apply', {n: r.new + r.changed})}</button>` : html`<b>${t('import.nothing-new')}</b>`}${again}</div>
          ${this.#file && r.format === 'CSV' ? this.#howToRead() : nothing}</section>${this.#errors(r)}`;
      case 'DONE': return html`<section class="panel prose"><h2>${r.rejected ? t('import.done-some', {applied: r.applied, n: r.rejected}) : t('import.done', {n: r.applied})}</h2>${this.#fileLine(r)}
          <dl class="facts"><dt>${t('import.applied')}</dt><dd>${num(r.applied)}</dd><dt>${t('import.unchanged')}</dt><dd>${num(r.unchanged)}</dd><dt>${t('import.rejected')}</dt><dd>${num(r.rejected)}</dd></dl>
          <div class="row"><a class="btn pri" href=${`/c/${encodeURIComponent(this.#id)}/${r.kind === 'attendance' ? 'attendance' : 'students'}`}>${this.#words('see')}</a>${again}${undo}</div></section>${this.#errors(r)}`;
      case 'UNDONE': return html`<section class="panel prose"><h2>${t('import.undone')}</h2>${r.kept ? html`<p>${this.#words('kept', {n: r.kept})}</p>` : nothing}<div class="row">${again}</div></section>
          ${this.#keptRows(r)}`;
      default: return html`${note('bad', t('import.stopped'), r.failure?.detail ?? '')}${r.applied ? html`<p>${t('import.stopped-applied', {n: r.applied})}</p>` : nothing}<div class="row">${again}${undo}</div>${this.#errors(r)}`;
    }
  }

  #fileLine(r) {
    const how = [this.#file?.name, r.encoding, r.separator ? t('import.separated-by', {separator: r.separator === '\t' ? t('import.tab') : r.separator}) : '', t('import.rows', {n: r.rows ?? 0})].filter(Boolean);
    return html`<p class="muted small">${how.join(' · ')}</p>`;
  }

  #errors(r) {
    const warnings = r.warnings ?? [];
    return html`${r.errors?.length ? this.#rows(r.errors, t('import.to-fix'), true) : nothing}${warnings.length ? this.#rows(warnings, t('import.look'), false) : nothing}`;
  }

  /** Which rows the undo left; with them stay those that were never applied. */
  #keptRows(r) {
    const kept = r.kept ? (r.errors ?? []).filter(e => LEFT.includes(e.code)).slice(-r.kept) : [];
    return kept.length ? this.#rows(kept, t('import.kept-rows'), false) : nothing;
  }

  #rows(errors, caption, download) {
    // What stands in the cell; where it is about the whole row, whose it is.
    const value = e => e.field ? this.#roster.value(e.row, e.field) : WHO.map(field => this.#roster.value(e.row, field)).find(Boolean) ?? '';
    return html`<section class="panel"><div class="tw" tabindex="0" role="region" aria-label=${caption}><table class="cards"><caption>${caption}</caption><thead><tr>
        <th scope="col" class="num">${t('import.col.row')}</th><th scope="col">${t('import.col.column')}</th>${this.#roster ? html`<th scope="col">${t('import.col.value')}</th>` : nothing}<th scope="col">${t('import.col.why')}</th></tr></thead>
      <tbody>${errors.slice(0, ERRORS_SHOWN).map(e => html`<tr><td class="num" data-l=${t('import.col.row')}>${num(e.row)}</td><td>${e.field ? word('import.field', e.field) : '–'}</td>${this.#roster ? html`<td>${value(e)}</td>` : nothing}<td class="all">${reason(e)}</td></tr>`)}</tbody></table></div>
      ${errors.length > ERRORS_SHOWN ? html`<p class="small muted">${t('import.more-errors', {n: errors.length - ERRORS_SHOWN})}</p>` : nothing}
      ${download && this.#roster ? html`<div><button class="btn" @click=${() => this.#saveFailing(errors)}>${t('import.save-failing')}</button></div>` : nothing}</section>`;
  }

  #saveFailing(errors) {
    const rows = [...new Set(errors.map(e => e.row))].sort((a, b) => a - b);
    saveCsv([this.#roster.header, ...rows.map(row => this.#roster.line(row))], `${this.#id}-to-fix.csv`);
  }
}

/** Rows the present step is through with. */
const done = r => r.restored !== undefined ? r.restored + r.kept : (r.applied ?? 0) + (r.unchanged ?? 0) + (r.rejected ?? 0) + (r.new ?? 0) + (r.changed ?? 0) + (r.conflicts ?? 0);
const reason = e => e.reason && has(`reason-code.${e.reason}`) ? t(`reason-code.${e.reason}`) : e.detail ?? e.reason ?? e.code;
