/** Forms and dialogs: labels above, messages above their fields, one summary that takes the focus, one key a form. */
import {html, nothing, t, has, say} from './ui.js';
import {Problem} from './api.js';

/** 'holidays[2]' belongs to the field 'holidays'. */
const ROOT = /^\w+/;

/** What can be sent as a paper, with the ending of its name; the server looks at its bytes. */
export const PAPERS = {'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp'};
export const PAPER_BYTES_MAX = 5 * 1024 * 1024;

/** A random key; crypto.randomUUID is missing where a page is served over plain http. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
}

/**
 * One form. It validates on submit, sends with one Idempotency-Key until it is answered, keeps what was typed when
 * something fails, and says what to do.
 *
 * Fields: {name, label, hint?, type?, required?, options?, autocomplete?, when?, chosen?, min?, max?}; types are those of
 * <input>, and select, textarea, checks (several of options); the value of a file is a paper that was chosen. `when` tells from the values if the field is asked, and
 * `chosen` of a select may change them once another option is.
 */
export class Form {
  #paint; #submit; #done; #fields; #key = newKey();
  #errors = {}; #summary = []; #beside = ''; #busy = false;

  /**
   * @param options {fields, values?, verb, submit(values, key), done(answer), danger?, cancel?}
   */
  constructor(page, {fields, values = {}, verb, submit, done = () => {}, cancel = null, extra = null}) {
    this.#paint = page.paint;
    this.#fields = fields;
    this.values = {...Object.fromEntries(fields().map(f => [f.name, f.type === 'checks' ? [] : ''])), ...values};
    this.verb = verb;
    this.#submit = submit;
    this.#done = done;
    this.cancel = cancel;
    this.extra = extra;
  }

  get busy() { return this.#busy; }

  view() {
    const fields = this.#asked();
    return html`<form class="stack" novalidate @submit=${this.#onSubmit} aria-busy=${this.#busy}>
      ${this.#summary.length ? html`<div class="errsum" role="alert" tabindex="-1" id="errors"><b>${t('form.summary')}</b>
        <ul class="stack2">${this.#summary.map(e => html`<li>${e.field ? html`<a href=${`#f-${e.field}`}>${e.label}: ${e.text}</a>` : e.text}</li>`)}</ul></div>` : nothing}
      ${fields.map(field => this.#field(field))}
      ${this.extra ? this.extra() : nothing}
      ${this.#beside ? html`<p class="err" role="alert" id="beside">${this.#beside}</p>` : nothing}
      <div class="row"><button class="btn pri" aria-disabled=${this.#busy ? 'true' : nothing}>${this.#busy ? t('form.busy') : this.verb()}</button>
        ${this.cancel ? html`<button type="button" class="btn" @click=${this.cancel}>${t('cancel')}</button>` : nothing}</div>
    </form>`;
  }

  #asked() {
    return this.#fields().filter(f => !f.when || f.when(this.values));
  }

  #field(f) {
    const id = `f-${f.name}`;
    const error = this.#errors[f.name];
    const described = [f.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || nothing;
    const label = html`${f.label}${f.required || f.type === 'checks' ? nothing : html` <span class="hint">${t('form.optional')}</span>`}`;
    const around = html`${f.hint ? html`<p class="hint" id=${`${id}-hint`}>${f.hint}</p>` : nothing}
      ${error ? html`<p class="err" id=${`${id}-error`}>${error}</p>` : nothing}`;
    if (f.type === 'checks') {
      return html`<fieldset id=${id} tabindex="-1" aria-describedby=${described}><legend>${f.label}</legend>${around}
        <div class="checks">${f.options.map(o => html`<label><input type="checkbox" .checked=${this.values[f.name].includes(o.value)}
          @change=${e => this.#tick(f.name, o.value, e.target.checked)}>${o.label}</label>`)}</div></fieldset>`;
    }
    return html`<div class="field"><label for=${id}>${label}</label>${around}${this.#control(f, id, error, described)}</div>`;
  }

  #control(f, id, error, described) {
    const value = this.values[f.name] ?? '';
    const invalid = error ? 'true' : nothing;
    const input = e => {
      this.values[f.name] = e.target.value;
      if (f.type !== 'select') return;
      f.chosen?.(this.values);
      this.#paint();
    };
    if (f.type === 'select') {
      return html`<select id=${id} name=${f.name} aria-invalid=${invalid} aria-describedby=${described} @change=${input}>
        ${f.required && value !== '' ? nothing : html`<option value="" ?selected=${value === ''}>${f.required ? t('form.choose') : '–'}</option>`}
        ${f.options.map(o => html`<option value=${o.value} ?selected=${o.value === value}>${o.label}</option>`)}</select>`;
    }
    if (f.type === 'textarea') {
      return html`<textarea id=${id} name=${f.name} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${input}></textarea>`;
    }
    if (f.type === 'file') {
      return html`<input id=${id} name=${f.name} type="file" accept=${Object.keys(PAPERS).join(',')} aria-invalid=${invalid} aria-describedby=${described}
        @change=${e => { this.values[f.name] = e.target.files[0] ?? ''; }}>`;
    }
    return html`<input id=${id} name=${f.name} type=${f.type ?? 'text'} aria-invalid=${invalid} aria-describedby=${described}
      aria-required=${f.required ? 'true' : nothing} autocomplete=${f.autocomplete ?? 'off'} min=${f.min ?? nothing} max=${f.max ?? nothing}
      ?readonly=${f.readonly} spellcheck=${f.autocomplete ? 'false' : nothing} autocapitalize=${f.autocomplete ? 'none' : nothing}
      .value=${String(value)} @input=${input}>`;
  }

  #tick(name, value, on) {
    const rest = this.values[name].filter(v => v !== value);
    this.values[name] = on ? [...rest, value] : rest;
  }

  #onSubmit = async event => {
    event.preventDefault();
    if (this.#busy) return;
    const form = event.currentTarget;
    this.#clear();
    for (const f of this.#asked()) {
      const value = this.values[f.name];
      if (f.required && (value === '' || value === null)) this.#wrong(f.name, t('form.required'));
    }
    if (this.#summary.length) return this.#tell(form);
    this.#busy = true;
    this.#paint();
    try {
      const answer = await this.#submit(this.#given(), this.#key);
      this.#busy = false;
      this.#key = newKey();
      await this.#done(answer);
    } catch (problem) {
      this.#busy = false;
      if (!(problem instanceof Problem)) throw problem;
      // What was refused had no effect; what is sent next may be corrected, so it is another request.
      if (problem.status >= 400 && problem.status < 500) this.#key = newKey();
      this.#explain(problem);
      this.#tell(form);
    }
    this.#paint();
  };

  /** What was asked and answered; a field that is not asked is not sent. */
  #given() {
    return Object.fromEntries(this.#asked().map(f => {
      const value = this.values[f.name];
      return [f.name, f.type === 'number' && value !== '' ? Number(value) : value];
    }));
  }

  #clear() {
    this.#errors = {};
    this.#summary = [];
    this.#beside = '';
  }

  #wrong(name, text) {
    const field = this.#asked().find(f => f.name === ROOT.exec(name ?? '')?.[0]);
    if (field) this.#errors[field.name] = text;
    this.#summary.push(field ? {field: field.name, label: field.label, text} : {text: name ? `${name}: ${text}` : text});
  }

  #explain(problem) {
    problem.errors.forEach(e => this.#wrong(e.field, reasonText(e.reason)));
    if (this.#summary.length) return;
    const text = problemText(problem);
    if ([409, 412, 422, 429, 503].includes(problem.status)) this.#beside = text;
    else this.#summary.push({text});
  }

  #tell(form) {
    this.#paint();
    queueMicrotask(() => {
      const summary = form.querySelector('#errors');
      if (summary) summary.focus();
      else form.querySelector('#beside')?.scrollIntoView({block: 'nearest'});
    });
  }
}

/** What a problem says, in the reader's language: the server's words, with what to do next. */
export function problemText(problem) {
  if (problem.status === 0) return t('unreachable.title');
  const said = problem.detail ?? problem.title ?? t('failed.title');
  const wait = problem.retryAfterSeconds ? ` ${t('try-again-in', {n: problem.retryAfterSeconds})}` : '';
  const incident = problem.incident ? ` ${t('incident', {id: problem.incident})}` : '';
  return said + wait + incident;
}

/** A reason of errors[] is a text already, or a code of which the page may know the text. */
const reasonText = reason => has(`reason-code.${reason}`) ? t(`reason-code.${reason}`) : String(reason ?? '');

/** Opens its <dialog> when it comes into the page, and gives the focus back when it goes. */
customElements.define('x-modal', class extends HTMLElement {
  #opener = null;

  connectedCallback() {
    this.#opener = document.activeElement;
    queueMicrotask(() => {
      const dialog = this.querySelector('dialog');
      if (!dialog?.isConnected || dialog.open) return;
      dialog.showModal();
      dialog.querySelector('input:not([readonly]), select, textarea, button')?.focus();
    });
  }

  disconnectedCallback() {
    if (this.#opener?.isConnected) this.#opener.focus();
  }
});

const modal = (title, close, body) => html`<x-modal><dialog aria-labelledby="dialog-title" @cancel=${event => { event.preventDefault(); close(); }}>
  <div class="stack"><h2 id="dialog-title">${title}</h2>${body}</div></dialog></x-modal>`;

/**
 * The one dialog of a page: ask() shows a form, confirm() a question, tell() a result.
 */
export class Dialogs {
  #page; #view = null;

  constructor(page) {
    this.#page = page;
  }

  view() { return this.#view ? this.#view() : nothing; }

  close = () => {
    this.#view = null;
    this.#page.paint();
  };

  /**
   * @param options as of Form, with {title(), intro?(), said(answer)?}: what to say aloud when it is done
   * @returns whether it is still open
   */
  ask({title, intro, said, done = () => {}, ...options}) {
    const form = new Form(this.#page, {
      ...options,
      cancel: this.close,
      done: async answer => {
        this.close();
        if (said) say(said(answer));
        await done(answer);
      },
    });
    const view = () => modal(title(), this.close, html`${intro ? html`<p>${intro()}</p>` : nothing}${form.view()}`);
    this.#view = view;
    this.#page.paint();
    return () => this.#view === view;
  }

  /** A question that repeats the verb and names the effect. */
  confirm(options) {
    return this.ask({...options, fields: () => []});
  }

  tell(title, body) {
    this.#view = () => modal(title(), this.close, html`${body()}<div><button class="btn" @click=${this.close}>${t('close')}</button></div>`);
    this.#page.paint();
  }
}
