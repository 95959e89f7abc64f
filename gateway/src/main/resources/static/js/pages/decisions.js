/** Decisions about several applications at once, with a letter in both languages that each is sent in the own one. */
import {html, nothing, t, word, day, today} from '../ui.js';
import {post} from '../api.js';
import {renaming} from './admission-form.js';

/** The server takes so many in one request. */
const AT_ONCE_MAX = 200;
const LANGUAGES = ['ko', 'en'];

/** What was decided about an application, and what became of its letter. */
export const decided = ({decision, status, waitingPlace}) => html`${decision ? html`${word('decisions.was', decision.decision)}
  <span class="muted">${t('decisions.by', {day: day(decision.on), who: decision.by})}</span>${decision.letter ? html` <span class=${`tag ${LETTER_TAGS[decision.letter.state] ?? 'w'}`}>${word('decisions.letter', decision.letter.state)}</span>` : nothing}` : nothing}
  ${status === 'WAITING' && waitingPlace ? html`<span class="nowrap">${t('decisions.place', {n: waitingPlace})}</span>` : nothing}`;

const LETTER_TAGS = {SENT: 'o', QUEUED: ''};

/** The first day on which something can be decided that the cohort allows: today, or its last. */
export function decisionDay(cohort) {
  const now = today(cohort.timeZone);
  return now > cohort.endDate ? cohort.endDate : now;
}

export class Decisions {
  #path; #dialogs; #letters = new Map();

  /** @param dialogs of a page that draws again while somebody types: the preview follows */
  constructor({path, dialogs}) {
    this.#path = `${path}/application-decisions`;
    this.#dialogs = dialogs;
  }

  /**
   * @param chosen applications
   * @param decision SELECTED, WAITING or REJECTED
   * @param done is told {decided, refused} once all were asked for
   */
  ask({chosen, decision, cohort, done}) {
    const outcome = {decided: [], refused: []};
    const preview = values => about(values, chosen, cohort);
    this.#dialogs.ask({
      title: () => t('decisions.title', {decision: word('status', decision), n: chosen.length}),
      intro: () => t('decisions.intro'),
      fields: () => [
        {name: 'on', label: t('decisions.on'), type: 'date', required: true},
        {name: 'letter', label: t('decisions.letter'), type: 'select', required: true, options: ['WITH', 'WITHOUT'].map(value => ({value, label: t(`decisions.letter.${value}`)}))},
        ...LANGUAGES.flatMap(language => [
          {name: `subject_${language}`, label: t(`decisions.subject-${language}`), required: true, when: withLetter},
          {name: `text_${language}`, label: t(`decisions.text-${language}`), hint: language === 'ko' ? t('decisions.placeholders', {name: '{name}', cohort: '{cohort}'}) : undefined,
            type: 'textarea', required: true, when: withLetter},
        ]),
      ],
      values: {on: decisionDay(cohort), letter: 'WITH', ...this.#letters.get(decision)},
      // Called by the form, of which it shows the values.
      extra() { return preview(this.values); },
      verb: () => word('admission-to', decision),
      submit: async (values, key) => {
        this.#remember(decision, values);
        await this.#send(chosen, decision, values, key, outcome);
        return outcome;
      },
      said: () => t('decisions.said', {n: outcome.decided.length, of: chosen.length}),
      done,
    });
  }

  /** Whoever decides about more in the same way need not write the letter again. */
  #remember(decision, values) {
    if (withLetter(values)) this.#letters.set(decision, Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'on')));
  }

  /** Part after part; where one fails, asking again goes on with it. */
  async #send(chosen, decision, values, key, outcome) {
    const letter = withLetter(values) ? {subject: {ko: values.subject_ko, en: values.subject_en}, text: {ko: values.text_ko, en: values.text_en}} : undefined;
    for (let at = outcome.decided.length + outcome.refused.length; at < chosen.length; at += AT_ONCE_MAX) {
      const applicationIds = chosen.slice(at, at + AT_ONCE_MAX).map(a => a.applicationId);
      const part = await renaming(NAMES, () => post(this.#path, {key: `${key}-${at}`, json: {applicationIds, decision, on: values.on, letter}}));
      outcome.decided.push(...part.decided);
      outcome.refused.push(...part.refused);
    }
  }
}

const NAMES = Object.fromEntries(LANGUAGES.flatMap(language => ['subject', 'text'].map(part => [`letter.${part}.${language}`, `${part}_${language}`])));

const withLetter = values => values.letter === 'WITH';

/** What pressing the button does, and the letter as somebody of each language reads it. */
function about(values, chosen, cohort) {
  if (!withLetter(values)) return html`<div class="note warn"><p>${t('decisions.without', {n: chosen.length})}</p></div>`;
  const readers = LANGUAGES.map(language => chosen.find(a => a.language === language)).filter(Boolean);
  return html`<div class="stack2"><h3>${t('decisions.preview')}</h3>${readers.map(reader => html`<div class="note stack2" lang=${reader.language}>
      <p class="small muted">${t('decisions.to', {name: reader.name, email: reader.email})}</p>
      <p><b>${filled(values[`subject_${reader.language}`], reader, cohort)}</b></p>
      <p class="written">${filled(values[`text_${reader.language}`], reader, cohort)}</p></div>`)}</div>
    <div class="note warn"><p>${t('decisions.with', {n: chosen.length})}</p></div>`;
}

/** Once over the letter: what a name says is never taken for a placeholder. */
const filled = (text, {name}, cohort) => (text ?? '').replace(/\{(name|cohort)}/g, (_, key) => key === 'name' ? name : cohort.name);

/** The letter as it was written to an applicant. */
export const letterOf = ({decision, language}) => decision?.letter ? html`<details class="more"><summary>${t('decisions.letter-as-sent')}</summary>
  <div class="note stack2" lang=${language}><p><b>${decision.letter.subject}</b></p><p class="written">${decision.letter.text}</p></div></details>` : nothing;
