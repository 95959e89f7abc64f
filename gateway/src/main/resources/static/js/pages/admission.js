/** Who applies for a cohort, for staff: what is asked, what was sent, and what is decided about it. */
import {html, nothing, repeat, t, word, language, head, note, num, fullDay, fullTime, today, copy, Loaded, show, empty, say} from '../ui.js';
import {get, getAll, getTagged, post, put, Problem} from '../api.js';
import {Dialogs, newKey, problemText} from '../form.js';

const KINDS = ['TEXT', 'CHOICE', 'NUMBER'];

/** Where somebody can be moved to, as the service allows it. */
const NEXT = {
  APPLIED: ['SELECTED', 'WAITING', 'REJECTED'],
  SELECTED: ['ENROLLED', 'WAITING', 'REJECTED'],
  WAITING: ['SELECTED', 'ENROLLED', 'REJECTED'],
  REJECTED: ['SELECTED', 'WAITING'],
};

const inWords = words => words[language()] ?? words.en;

export function admission(page, cohortId) {
  return new Admission(page, cohortId);
}

class Admission {
  #page; #id; #path; #data; #dialogs; #cohort = null; #chosen = new Set(); #failed = [];

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, signal => this.#load(signal));
  }

  title() { return t('nav.admission'); }

  cohort() { return this.#cohort ?? {cohortId: this.#id, name: this.#id}; }

  async #load(signal) {
    const [cohort, form, applications] = await Promise.all([
      get(this.#path, signal), getTagged(`${this.#path}/application-form`, signal), getAll(`${this.#path}/applications`, signal),
    ]);
    this.#cohort = cohort;
    applications.sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt) || a.applicationId.localeCompare(b.applicationId));
    return {form, applications};
  }

  view() {
    return html`${head(t('nav.admission'), this.#cohort && t('admission.sub', {cohort: this.#cohort.name}))}
      ${show(this.#data, it => html`${this.#asked(it.form)}${this.#received(it.applications)}`)}${this.#dialogs.view()}`;
  }

  // ---- what is asked ----------------------------------------------------------------------------------------

  #asked(form) {
    const {body} = form;
    if (body.version === 0) {
      return html`<section class="panel prose">${empty(t('admission.no-form'), html`<button class="btn pri" @click=${() => this.#terms(form)}>${t('admission.take')}</button>`)}</section>`;
    }
    return html`<section class="panel stack"><h2>${t('admission.form')}</h2>
      ${note(body.open ? 'ok' : '', t(body.open ? 'admission.open' : 'admission.not-open'), this.#when(body))}
      <p class="once"><code>${`${location.origin}/apply/${encodeURIComponent(this.#id)}`}</code></p>
      <div class="row"><a class="btn" href=${`/apply/${encodeURIComponent(this.#id)}`}>${t('admission.page')}</a>
        <button class="btn" @click=${() => copy(`${location.origin}/apply/${encodeURIComponent(this.#id)}`)}>${t('admission.copy')}</button>
        <button class="btn" @click=${() => this.#terms(form)}>${t('admission.terms')}</button>
        <button class="btn" @click=${() => this.#item(form, -1)}>${t('admission.add-item')}</button></div>
      ${body.items.length ? html`<ol class="stack">${body.items.map((item, i) => html`<li class="stack2"><b>${inWords(item.label)}</b>
        <p class="muted">${word('admission-kind', item.kind)}, ${t(item.required ? 'admission.required' : 'form.optional')}${item.choices ? `: ${item.choices.map(c => inWords(c.label)).join(', ')}` : ''}</p>
        <div class="row"><button class="btn sm" @click=${() => this.#item(form, i)}>${t('edit')}<span class="sr"> ${inWords(item.label)}</span></button>
          ${i > 0 ? html`<button class="btn sm" @click=${() => this.#putItems(form, moved(body.items, i))}>${t('admission.up')}<span class="sr"> ${inWords(item.label)}</span></button>` : nothing}
          <button class="btn sm" @click=${() => this.#dropItem(form, i)}>${t('admission.drop')}<span class="sr"> ${inWords(item.label)}</span></button></div></li>`)}</ol>`
        : html`<p class="muted">${t('admission.no-items')}</p>`}</section>`;
  }

  #when(form) {
    return [form.opensOn && t('admission.from', {day: fullDay(form.opensOn)}), form.closesOn && t('admission.until', {day: fullDay(form.closesOn)}),
      t('admission.forgotten', {n: num(form.forgetAfterDays)})].filter(Boolean).join(' ');
  }

  #terms(form) {
    const before = form.body;
    this.#dialogs.ask({
      title: () => t(before.version ? 'admission.terms' : 'admission.take'),
      fields: () => [
        {name: 'opensOn', label: t('admission.opens-on'), type: 'date'},
        {name: 'closesOn', label: t('admission.closes-on'), type: 'date'},
        {name: 'consentKo', label: t('admission.consent-ko'), type: 'textarea', required: true},
        {name: 'consentEn', label: t('admission.consent-en'), type: 'textarea', required: true},
        {name: 'forgetAfterDays', label: t('admission.forget'), hint: t('admission.forget-hint'), type: 'number', required: true, min: 1, max: 730},
      ],
      values: {
        opensOn: before.opensOn ?? '', closesOn: before.closesOn ?? '', consentKo: before.consent.ko, consentEn: before.consent.en,
        forgetAfterDays: before.forgetAfterDays,
      },
      verb: () => t('save'),
      submit: values => this.#put({
        opensOn: values.opensOn || null, closesOn: values.closesOn || null, items: before.items,
        consent: {ko: values.consentKo, en: values.consentEn}, forgetAfterDays: values.forgetAfterDays,
      }, form.etag, {'consent.ko': 'consentKo', 'consent.en': 'consentEn'}),
      said: () => t('saved'),
      done: () => this.#data.again(),
    });
  }

  #item(form, at) {
    const {items} = form.body;
    const before = items[at];
    const choices = before?.choices?.map(c => `${c.label.ko} | ${c.label.en}`).join('\n') ?? '';
    const field = `items[${at < 0 ? items.length : at}]`;
    this.#dialogs.ask({
      title: () => t(before ? 'admission.edit-item' : 'admission.add-item'),
      fields: () => [
        {name: 'kind', label: t('admission.kind'), type: 'select', required: true, options: KINDS.map(value => ({value, label: word('admission-kind', value)}))},
        {name: 'ko', label: t('admission.label-ko'), required: true},
        {name: 'en', label: t('admission.label-en'), required: true},
        {name: 'charsMax', label: t('admission.chars-max'), type: 'number', min: 1, max: 4000, when: v => v.kind === 'TEXT'},
        {name: 'choices', label: t('admission.choices'), hint: t('admission.choices-hint'), type: 'textarea', required: true, when: v => v.kind === 'CHOICE'},
        {name: 'min', label: t('admission.min'), type: 'number', when: v => v.kind === 'NUMBER'},
        {name: 'max', label: t('admission.max'), type: 'number', when: v => v.kind === 'NUMBER'},
        {name: 'required', label: t('admission.answer'), type: 'select', required: true,
          options: [{value: 'yes', label: t('admission.required')}, {value: 'no', label: t('admission.not-required')}]},
      ],
      values: {
        kind: before?.kind ?? 'TEXT', ko: before?.label.ko ?? '', en: before?.label.en ?? '', charsMax: before?.charsMax ?? '', choices,
        min: before?.min ?? '', max: before?.max ?? '', required: before?.required ? 'yes' : 'no',
      },
      verb: () => t('save'),
      submit: values => this.#put({...termsOf(form.body), items: at < 0 ? [...items, asItem(values, items)] : items.with(at, asItem(values, items, before))}, form.etag, {
        [`${field}.label.ko`]: 'ko', [`${field}.label.en`]: 'en', [`${field}.charsMax`]: 'charsMax', [`${field}.min`]: 'min', [`${field}.max`]: 'max',
        [`${field}.choices`]: 'choices',
      }),
      said: () => t('saved'),
      done: () => this.#data.again(),
    });
  }

  #dropItem(form, at) {
    this.#dialogs.confirm({
      title: () => t('admission.drop'),
      intro: () => t('admission.drop-intro', {label: inWords(form.body.items[at].label)}),
      verb: () => t('admission.drop'),
      submit: () => this.#put({...termsOf(form.body), items: form.body.items.filter((_, i) => i !== at)}, form.etag, {}),
      said: () => t('saved'),
      done: () => this.#data.again(),
    });
  }

  async #putItems(form, items) {
    try {
      await this.#put({...termsOf(form.body), items}, form.etag, {});
      say(t('saved'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failed = [problemText(problem)];
    }
    await this.#data.again();
  }

  /** The server names a field by its place in the form, a dialog by what it asks. */
  async #put(json, ifMatch, names) {
    try {
      return await put(`${this.#path}/application-form`, {json, ifMatch});
    } catch (problem) {
      const known = Object.entries(names).sort(([a], [b]) => b.length - a.length);
      problem.errors?.forEach(error => {
        error.field = known.find(([from]) => error.field.startsWith(from))?.[1] ?? error.field;
      });
      throw problem;
    }
  }

  // ---- what was sent ----------------------------------------------------------------------------------------

  #received(applications) {
    const chosen = applications.filter(a => this.#chosen.has(a.applicationId));
    const to = chosen.length
      ? ['SELECTED', 'WAITING', 'REJECTED', 'ENROLLED'].filter(status => chosen.every(a => NEXT[a.status]?.includes(status))) : [];
    return html`<section class="panel stack"><h2>${t('admission.received', {n: num(applications.length)})}</h2>
      ${this.#failed.length ? html`<div class="note warn" role="alert"><ul class="stack2">${this.#failed.map(text => html`<li>${text}</li>`)}</ul></div>` : nothing}
      ${applications.length ? html`<div class="row" role="group" aria-label=${t('admission.decide')}><span class="muted">${t('admission.chosen', {n: num(chosen.length)})}</span>
        ${to.map(status => html`<button class="btn" @click=${() => this.#decide(chosen, status)}>${word('admission-to', status)}</button>`)}</div>
        <ul class="stack">${repeat(applications, a => a.applicationId, a => this.#application(a))}</ul>` : html`<p class="muted">${t('admission.none')}</p>`}</section>`;
  }

  #application(a) {
    const open = NEXT[a.status] !== undefined;
    return html`<li class="stack2">
      <div class="checks"><label>${open ? html`<input type="checkbox" .checked=${this.#chosen.has(a.applicationId)} @change=${e => this.#choose(a, e.target.checked)}>` : nothing}<b>${a.name}</b></label></div>
      <p>${a.status ? html`<span class=${`tag ${a.status === 'ENROLLED' ? 'o' : ''}`}>${word('status', a.status)}</span>` : html`<span class="tag w">${t('admission.look')}</span>`}
        <span class="muted">${fullTime(a.receivedAt)}</span></p>
      ${a.refusal ? html`<p>${word('admission-refusal', a.refusal)}</p>` : nothing}
      <details><summary>${t('admission.answers')}<span class="sr"> ${a.name}</span></summary><dl class="facts">
        <dt>${t('admission.email')}</dt><dd>${a.email}</dd>${a.phone ? html`<dt>${t('admission.phone')}</dt><dd>${a.phone}</dd>` : nothing}
        ${a.answers.map(answer => html`<dt>${inWords(answer.label)}</dt><dd class="written">${answer.choice ? inWords(answer.choice.label) : answer.text ?? num(answer.number, 2)}</dd>`)}
        <dt>${t('admission.forget-on')}</dt><dd>${fullDay(a.forgetOn)}</dd></dl></details>
      ${a.enrollmentId ? html`<p><a href=${`/students/${encodeURIComponent(a.enrollmentId)}`}>${t('admission.student')}<span class="sr"> ${a.name}</span></a></p>` : nothing}</li>`;
  }

  #choose(application, on) {
    if (on) this.#chosen.add(application.applicationId);
    else this.#chosen.delete(application.applicationId);
    this.#page.paint();
  }

  #decide(chosen, to) {
    const keys = new Map(chosen.map(a => [a.applicationId, newKey()]));
    this.#dialogs.confirm({
      title: () => word('admission-to', to),
      intro: () => t('admission.decide-intro', {n: num(chosen.length), status: word('status', to)}),
      verb: () => word('admission-to', to),
      submit: () => this.#move(chosen, to, keys),
      said: done => t('admission.decided-said', {n: num(done), of: num(chosen.length)}),
      done: () => this.#data.again(),
    });
  }

  /** Each by itself: one that is refused, as the last seat being gone, holds up no other. */
  async #move(chosen, to, keys) {
    const day = today(this.#cohort.timeZone);
    const on = day > this.#cohort.endDate ? this.#cohort.endDate : day;
    this.#failed = [];
    let done = 0;
    for (const a of chosen) {
      try {
        await post(`/api/enrollments/${encodeURIComponent(a.enrollmentId)}/status`, {json: {to, on}, key: keys.get(a.applicationId)});
        this.#chosen.delete(a.applicationId);
        done++;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        this.#failed.push(`${a.name}: ${problemText(problem)}`);
      }
    }
    return done;
  }
}

const termsOf = ({opensOn, closesOn, consent, forgetAfterDays}) => ({opensOn, closesOn, consent, forgetAfterDays});

const moved = (items, at) => items.with(at - 1, items[at]).with(at, items[at - 1]);

const freshId = (taken, prefix) => {
  let n = 1;
  while (taken.has(`${prefix}-${n}`)) n++;
  return `${prefix}-${n}`;
};

const orNull = value => value === '' ? null : value;

function asItem(values, items, before = null) {
  const item = {
    itemId: before?.itemId ?? freshId(new Set(items.map(i => i.itemId)), 'q'), kind: values.kind,
    label: {ko: values.ko, en: values.en}, hint: before?.hint ?? null, required: values.required === 'yes',
  };
  if (values.kind === 'TEXT') return {...item, charsMax: orNull(values.charsMax)};
  if (values.kind === 'NUMBER') return {...item, min: orNull(values.min), max: orNull(values.max)};
  return {...item, choices: asChoices(values.choices, before?.choices ?? [])};
}

/** A choice whose words stay keeps its id, so answers to it are still answers to it. */
function asChoices(text, before) {
  const taken = new Set(before.map(c => c.choiceId));
  return text.split('\n').map(line => line.trim()).filter(Boolean).map(line => {
    const [ko, en = ko] = line.split('|').map(part => part.trim());
    const same = before.find(c => c.label.ko === ko && c.label.en === en);
    if (same) return same;
    const choiceId = freshId(taken, 'c');
    taken.add(choiceId);
    return {choiceId, label: {ko, en}};
  });
}
