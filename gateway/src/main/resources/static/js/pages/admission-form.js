/** What applicants of a cohort are asked, as staff say it: dates, consent, and the questions in both languages. */
import {html, nothing, t, word, language, note, num, fullDay, copy, empty, say} from '../ui.js';
import {put, Problem} from '../api.js';
import {problemText} from '../form.js';

const KINDS = ['TEXT', 'CHOICE', 'NUMBER', 'FILE'];

/** In the reader's language. */
export const inWords = words => words[language()] ?? words.en;

/** A list in which one has gone a place up. */
export const moved = (items, at) => items.with(at - 1, items[at]).with(at, items[at - 1]);

/** An id that none has yet: ids stay where words change. */
export const freshId = (taken, prefix) => {
  let n = 1;
  while (taken.has(`${prefix}-${n}`)) n++;
  return `${prefix}-${n}`;
};

/** The server names a field by its place in what was sent, a dialog by what it asks: the longest beginning counts. */
export async function renaming(names, sending) {
  try {
    return await sending();
  } catch (problem) {
    const known = Object.entries(names).sort(([a], [b]) => b.length - a.length);
    problem.errors?.forEach(error => {
      error.field = known.find(([from]) => error.field.startsWith(from))?.[1] ?? error.field;
    });
    throw problem;
  }
}

export class FormEditor {
  #id; #path; #dialogs; #again; #failed = '';

  /** @param again loads the page's data anew */
  constructor({cohortId, path, dialogs, again}) {
    this.#id = cohortId;
    this.#path = `${path}/application-form`;
    this.#dialogs = dialogs;
    this.#again = again;
  }

  view(form) {
    const {body} = form;
    if (body.version === 0) {
      return html`<section class="panel prose">${empty(t('admission.no-form'), html`<button class="btn pri" @click=${() => this.#terms(form)}>${t('admission.take')}</button>`)}</section>`;
    }
    return html`<section class="panel stack"><h2>${t('admission.form')}</h2>
      ${note(body.open ? 'ok' : '', t(body.open ? 'admission.open' : 'admission.not-open'), when(body))}
      <p class="once"><code>${`${location.origin}/apply/${encodeURIComponent(this.#id)}`}</code></p>
      <div class="row"><a class="btn" href=${`/apply/${encodeURIComponent(this.#id)}`}>${t('admission.page')}</a>
        <button class="btn" @click=${() => copy(`${location.origin}/apply/${encodeURIComponent(this.#id)}`)}>${t('admission.copy')}</button>
        <button class="btn" @click=${() => this.#terms(form)}>${t('admission.terms')}</button>
        <button class="btn" @click=${() => this.#item(form, -1)}>${t('admission.add-item')}</button></div>
      ${this.#failed ? html`<p class="err" role="alert">${this.#failed}</p>` : nothing}
      ${body.items.length ? html`<ol class="stack">${body.items.map((item, i) => this.#row(form, item, i))}</ol>`
        : html`<p class="muted">${t('admission.no-items')}</p>`}</section>`;
  }

  #row(form, item, i) {
    return html`<li class="stack2"><b>${inWords(item.label)}</b>
      <p class="muted">${word('admission-kind', item.kind)}, ${t(item.required ? 'admission.required' : 'admission.not-required')}${item.choices ? `: ${item.choices.map(c => inWords(c.label)).join(', ')}` : ''}</p>
      <div class="row"><button class="btn sm" @click=${() => this.#item(form, i)}>${t('edit')}<span class="sr"> ${inWords(item.label)}</span></button>
        ${i > 0 ? html`<button class="btn sm" @click=${() => this.#putItems(form, moved(form.body.items, i))}>${t('admission.up')}<span class="sr"> ${inWords(item.label)}</span></button>` : nothing}
        <button class="btn sm" @click=${() => this.#dropItem(form, i)}>${t('admission.drop')}<span class="sr"> ${inWords(item.label)}</span></button></div></li>`;
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
      done: this.#again,
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
        [`${field}.choices`]: 'choices', items: 'kind',
      }),
      said: () => t('saved'),
      done: this.#again,
    });
  }

  #dropItem(form, at) {
    this.#dialogs.confirm({
      title: () => t('admission.drop'),
      intro: () => t('admission.drop-intro', {label: inWords(form.body.items[at].label)}),
      verb: () => t('admission.drop'),
      submit: () => this.#put({...termsOf(form.body), items: form.body.items.filter((_, i) => i !== at)}, form.etag, {}),
      said: () => t('saved'),
      done: this.#again,
    });
  }

  async #putItems(form, items) {
    this.#failed = '';
    try {
      await this.#put({...termsOf(form.body), items}, form.etag, {});
      say(t('saved'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failed = problemText(problem);
    }
    await this.#again();
  }

  #put(json, ifMatch, names) {
    return renaming(names, () => put(this.#path, {json, ifMatch}));
  }
}

const when = form => [form.opensOn && t('admission.from', {day: fullDay(form.opensOn)}), form.closesOn && t('admission.until', {day: fullDay(form.closesOn)}),
  t('admission.forgotten', {n: num(form.forgetAfterDays)})].filter(Boolean).join(' ');

const termsOf = ({opensOn, closesOn, consent, forgetAfterDays}) => ({opensOn, closesOn, consent, forgetAfterDays});

const orNull = value => value === '' ? null : value;

function asItem(values, items, before = null) {
  const item = {
    itemId: before?.itemId ?? freshId(new Set(items.map(i => i.itemId)), 'q'), kind: values.kind,
    label: {ko: values.ko, en: values.en}, hint: before?.hint ?? null, required: values.required === 'yes',
  };
  if (values.kind === 'TEXT') return {...item, charsMax: orNull(values.charsMax)};
  if (values.kind === 'NUMBER') return {...item, min: orNull(values.min), max: orNull(values.max)};
  if (values.kind === 'FILE') return item;
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
