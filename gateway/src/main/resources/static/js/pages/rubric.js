/** By what applications are scored, as staff say it: items in both languages, their points, and how many reviewers. */
import {html, nothing, t, num, empty, say} from '../ui.js';
import {put, Problem} from '../api.js';
import {problemText} from '../form.js';
import {freshId, inWords, moved, renaming} from './admission-form.js';

const ITEMS_MAX = 20;
const POINTS_MAX = 100;
const REVIEWERS_MAX = 5;

/** What all items come to together. */
export const pointsOf = rubric => rubric.items.reduce((sum, item) => sum + item.pointsMax, 0);

export class RubricEditor {
  #path; #dialogs; #again; #failed = '';

  /** @param again loads the page's data anew */
  constructor({path, dialogs, again}) {
    this.#path = `${path}/rubric`;
    this.#dialogs = dialogs;
    this.#again = again;
  }

  /**
   * @param rubric {body, etag}
   * @param closed whether the cohort is: nothing can be changed then
   */
  view(rubric, closed) {
    const {body} = rubric;
    if (body.version === 0 && closed) return nothing;
    if (body.version === 0) {
      return html`<section class="panel prose"><h2>${t('rubric.title')}</h2>${empty(t('rubric.none'), html`<button class="btn" @click=${() => this.#item(rubric, -1)}>${t('rubric.begin')}</button>`)}</section>`;
    }
    const free = !body.inUse && !closed;
    return html`<section class="panel stack"><h2>${t('rubric.title')}</h2>
      <p>${t('rubric.says', {n: body.reviewersNeeded, points: num(pointsOf(body))})}</p>
      ${body.inUse && !closed ? html`<p class="muted">${t('rubric.in-use')}</p>` : nothing}
      ${closed ? nothing : html`<div class="row">${free ? html`<button class="btn" @click=${() => this.#reviewers(rubric)}>${t('rubric.reviewers')}</button>` : nothing}
        ${free && body.items.length < ITEMS_MAX ? html`<button class="btn" @click=${() => this.#item(rubric, -1)}>${t('rubric.add')}</button>` : nothing}</div>`}
      ${this.#failed ? html`<p class="err" role="alert">${this.#failed}</p>` : nothing}
      <ol class="stack">${body.items.map((item, i) => this.#row(rubric, item, i, closed))}</ol></section>`;
  }

  #row(rubric, item, i, closed) {
    const {body} = rubric;
    const label = inWords(item.label);
    return html`<li class="stack2"><b>${label}</b><p class="muted">${t('rubric.points', {n: item.pointsMax})}${item.hint ? `. ${inWords(item.hint)}` : ''}</p>
      ${closed ? nothing : html`<div class="row"><button class="btn sm" @click=${() => this.#item(rubric, i)}>${t('edit')}<span class="sr"> ${label}</span></button>
        ${!body.inUse && i > 0 ? html`<button class="btn sm" @click=${() => this.#putItems(rubric, moved(body.items, i))}>${t('rubric.up')}<span class="sr"> ${label}</span></button>` : nothing}
        ${!body.inUse && body.items.length > 1 ? html`<button class="btn sm" @click=${() => this.#drop(rubric, i)}>${t('rubric.drop')}<span class="sr"> ${label}</span></button>` : nothing}</div>`}</li>`;
  }

  #item(rubric, at) {
    const {body} = rubric;
    const before = body.items[at];
    const first = body.version === 0;
    const field = `items[${at < 0 ? body.items.length : at}]`;
    this.#dialogs.ask({
      title: () => t(before ? 'rubric.edit' : first ? 'rubric.begin' : 'rubric.add'),
      fields: () => [
        {name: 'ko', label: t('rubric.label-ko'), required: true},
        {name: 'en', label: t('rubric.label-en'), required: true},
        {name: 'hintKo', label: t('rubric.hint-ko'), hint: t('rubric.hint-hint')},
        {name: 'hintEn', label: t('rubric.hint-en')},
        ...(body.inUse ? [] : [{name: 'pointsMax', label: t('rubric.points-max'), hint: t('rubric.points-hint', {n: POINTS_MAX}), type: 'number', required: true, min: 1, max: POINTS_MAX}]),
        ...(first ? [reviewersField()] : []),
      ],
      values: {
        ko: before?.label.ko ?? '', en: before?.label.en ?? '', hintKo: before?.hint?.ko ?? '', hintEn: before?.hint?.en ?? '',
        pointsMax: before?.pointsMax ?? 5, reviewersNeeded: 2,
      },
      verb: () => t('save'),
      submit: values => {
        const item = asItem(values, body.items, before);
        return this.#put(rubric, {items: at < 0 ? [...body.items, item] : body.items.with(at, item), ...(first ? {reviewersNeeded: values.reviewersNeeded} : {})}, {
          [`${field}.label.ko`]: 'ko', [`${field}.label.en`]: 'en', [`${field}.hint.ko`]: 'hintKo', [`${field}.hint.en`]: 'hintEn', [`${field}.pointsMax`]: 'pointsMax',
        });
      },
      said: () => t('saved'),
      done: this.#again,
    });
  }

  #reviewers(rubric) {
    this.#dialogs.ask({
      title: () => t('rubric.reviewers'),
      fields: () => [reviewersField()],
      values: {reviewersNeeded: rubric.body.reviewersNeeded},
      verb: () => t('save'),
      submit: ({reviewersNeeded}) => this.#put(rubric, {reviewersNeeded}, {}),
      said: () => t('saved'),
      done: this.#again,
    });
  }

  #drop(rubric, at) {
    const {items} = rubric.body;
    this.#dialogs.confirm({
      title: () => t('rubric.drop'),
      intro: () => t('rubric.drop-intro', {label: inWords(items[at].label)}),
      verb: () => t('rubric.drop'),
      submit: () => this.#put(rubric, {items: items.filter((_, i) => i !== at)}, {}),
      said: () => t('saved'),
      done: this.#again,
    });
  }

  async #putItems(rubric, items) {
    this.#failed = '';
    try {
      await this.#put(rubric, {items}, {});
      say(t('saved'));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#failed = problemText(problem);
    }
    await this.#again();
  }

  #put({body: {items, reviewersNeeded}, etag}, change, names) {
    return renaming(names, () => put(this.#path, {json: {items, reviewersNeeded, ...change}, ifMatch: etag}));
  }
}

const reviewersField = () => ({name: 'reviewersNeeded', label: t('rubric.reviewers'), hint: t('rubric.reviewers-hint', {n: REVIEWERS_MAX}), type: 'number', required: true, min: 1, max: REVIEWERS_MAX});

function asItem(values, items, before = null) {
  const hint = values.hintKo || values.hintEn ? {ko: values.hintKo, en: values.hintEn} : null;
  return {
    itemId: before?.itemId ?? freshId(new Set(items.map(i => i.itemId)), 'r'), label: {ko: values.ko, en: values.en},
    hint, pointsMax: values.pointsMax ?? before.pointsMax,
  };
}
