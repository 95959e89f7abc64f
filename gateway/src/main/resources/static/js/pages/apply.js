/** Applying for a cohort: anybody may, without an account. What is asked is what staff of the cohort wrote. */
import {html, nothing, t, language, head, note, fullDay, fullTime, Loaded, show} from '../ui.js';
import {get, post, Problem} from '../api.js';
import {Form, PAPERS, PAPER_BYTES_MAX, newKey, problemText} from '../form.js';

const LONG_TEXT_CHARS = 200;

const inWords = words => words[language()] ?? words.en;

export function apply(page, cohortId) {
  return new Apply(page, `/api/cohorts/${encodeURIComponent(cohortId)}`);
}

class Apply {
  #page; #path; #data; #form = null; #receipt = null;
  /** The ids of files that were sent: what is sent again is the application alone. */
  #sent = new WeakMap();

  constructor(page, path) {
    this.#page = page;
    this.#path = path;
    this.#data = new Loaded(page, signal => get(`${path}/application-form/public`, signal));
  }

  /** Made when what is asked is known: a form begins with its fields. */
  #asked() {
    return this.#form ??= new Form(this.#page, {
      fields: () => this.#fields(),
      verb: () => t('apply.send'),
      submit: (values, key) => this.#send(values, key),
      done: receipt => {
        this.#receipt = receipt;
        this.#page.paint();
        queueMicrotask(() => document.querySelector('h1')?.focus());
      },
    });
  }

  title() { return t('apply.title', {name: this.#data.value?.name ?? ''}); }

  view() {
    const it = this.#data.value;
    return html`${it ? head(this.title(), t('apply.sub', {programme: it.programme, from: fullDay(it.startDate), until: fullDay(it.endDate)}))
      : html`<h1 tabindex="-1" class="sr">${this.title()}</h1>`}
      ${show(this.#data, it => this.#receipt ? received(this.#receipt) : it.form.open ? this.#body(it.form) : closed(it.form))}`;
  }

  #body(form) {
    return html`<section class="panel prose stack"><p>${t('apply.kept', {n: form.forgetAfterDays})}</p>
      ${form.closesOn ? html`<p>${t('apply.closes', {day: fullDay(form.closesOn)})}</p>` : nothing}${this.#asked().view()}</section>`;
  }

  #fields() {
    const form = this.#data.value?.form;
    if (!form) return [];
    return [
      {name: 'name', label: t('apply.name'), required: true, autocomplete: 'name'},
      {name: 'email', label: t('apply.email'), hint: t('apply.email-hint'), type: 'email', required: true, autocomplete: 'email'},
      {name: 'phone', label: t('apply.phone'), type: 'tel', autocomplete: 'tel'},
      ...form.items.map((item, i) => ({
        name: `item${i}`, label: inWords(item.label), hint: hint(item), required: item.required, ...control(item),
      })),
      {name: 'consent', label: t('apply.consent'), type: 'checks', options: [{value: 'yes', label: inWords(form.consent)}]},
    ];
  }

  async #send(values, key) {
    const {items, version} = this.#data.value.form;
    try {
      const answered = [];
      for (const [i, {itemId, kind}] of items.entries()) {
        const value = values[`item${i}`];
        if (value !== '') answered.push([itemId, kind === 'FILE' ? await this.#fileId(value, `item${i}`, values) : value]);
      }
      return await post(`${this.#path}/applications`, {key, nobody: true, json: {
        name: values.name, email: values.email, phone: values.phone || null, language: language(),
        consent: values.consent.includes('yes'), formVersion: version, answers: Object.fromEntries(answered),
      }});
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // The server names an answer by its item, the page by its place.
      for (const error of problem.errors) {
        const at = items.findIndex(item => error.field === `answers.${item.itemId}`);
        if (at < 0) continue;
        error.field = `item${at}`;
        this.#sent.delete(values[`item${at}`]);
      }
      // What is asked now comes beside what was written; answers to what is still asked stay where they are.
      if (problem.code === 'FORM_CHANGED') this.#data.again();
      throw problem;
    }
  }

  /** Nothing is sent before there is consent to all of it. */
  async #fileId(file, field, {consent}) {
    if (!consent.includes('yes')) throw wrong('consent', t('apply.consent-needed'));
    if (!PAPERS[file.type]) throw wrong(field, t('apply.wrong-file'));
    if (file.size > PAPER_BYTES_MAX) throw wrong(field, t('apply.large-file'));
    if (!this.#sent.has(file)) this.#sent.set(file, await this.#sendFile(file, field));
    return this.#sent.get(file);
  }

  async #sendFile(file, field) {
    try {
      return (await post(`${this.#path}/application-files`, {file, type: file.type, key: newKey(), nobody: true})).fileId;
    } catch (problem) {
      if (problem instanceof Problem && [413, 422].includes(problem.status)) throw wrong(field, problem.errors[0]?.reason ?? problemText(problem));
      throw problem;
    }
  }
}

const wrong = (field, reason) => new Problem(422, {errors: [{field, reason}]});

function control(item) {
  if (item.kind === 'CHOICE') return {type: 'select', options: item.choices.map(c => ({value: c.choiceId, label: inWords(c.label)}))};
  if (item.kind === 'NUMBER') return {type: 'number', min: item.min ?? undefined, max: item.max ?? undefined};
  if (item.kind === 'FILE') return {type: 'file'};
  return {type: (item.charsMax ?? Infinity) > LONG_TEXT_CHARS ? 'textarea' : 'text'};
}

function hint(item) {
  const bound = item.kind === 'TEXT' && item.charsMax ? t('apply.chars-max', {n: item.charsMax}) : item.kind === 'FILE' ? t('apply.file-hint') : '';
  return [item.hint ? inWords(item.hint) : '', bound].filter(Boolean).join(' ') || undefined;
}

const received = receipt => html`${note('ok', t('apply.received'), t('apply.received-more'))}
  <section class="panel prose"><dl class="facts"><dt>${t('apply.number')}</dt><dd>${receipt.applicationId}</dd>
    <dt>${t('apply.received-at')}</dt><dd>${fullTime(receipt.receivedAt)}</dd>
    <dt>${t('apply.forget-on')}</dt><dd>${fullDay(receipt.forgetOn)}</dd></dl></section>`;

const closed = form => note('', t('apply.not-open'), form.opensOn && Date.parse(form.opensOn) > Date.now()
  ? t('apply.opens', {day: fullDay(form.opensOn)}) : nothing);
