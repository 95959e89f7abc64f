/** How attendance counts in a cohort: the versions so far, and a new one, tried before it is adopted. */
import {html, nothing, repeat, t, num, pct, fullDay, word, compareText, today, head, Loaded, show, say} from '../ui.js';
import {get, getTagged, getAll, post, put, isAdmin, Problem} from '../api.js';
import {Form, Dialogs} from '../form.js';
import {nameOf} from '../cohorts.js';
import {present} from './students.js';

const PRESETS = ['KDT', 'SIMPLE', 'CUSTOM'];
const SCOPES = ['COURSE', 'MONTH'];
const EXCUSES = ['SICK', 'RESERVE_FORCES', 'FAMILY_EVENT', 'INTERVIEW', 'OTHER'];
const PER_CENT = 10;
const ALL = 1000;
const RECORDS = ['SHEET', 'STAMPS'];
const isOwn = values => values.preset === 'CUSTOM';
const isStamped = values => values.record === 'STAMPS';
const isOwnStamped = values => isOwn(values) && isStamped(values);
const yesOrNo = key => ['true', 'false'].map(value => ({value, label: t(`${key}.${value}`)}));

export function attendancePolicy(page, cohortId) {
  return new PolicyPage(page, cohortId);
}

class PolicyPage {
  #page; #path; #id; #data; #form = null; #dialogs; #tried = null;

  constructor(page, cohortId) {
    this.#page = page;
    this.#id = cohortId;
    this.#path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
    this.#dialogs = new Dialogs(page);
    this.#data = new Loaded(page, async signal => {
      const [cohort, {body, etag}, students] = await Promise.all([
        get(this.#path, signal), getTagged(`${this.#path}/attendance-policy`, signal), getAll(`${this.#path}/enrollments`, signal)]);
      this.#form ??= this.#newForm(cohort, body.versions.at(-1));
      return {cohort, versions: body.versions, etag, names: new Map(students.map(e => [e.studentId, e]))};
    });
  }

  title() { return t('policy.title'); }

  cohort() { return this.#data.value?.cohort ?? {cohortId: this.#id, name: this.#id}; }

  // ---- a new version ----------------------------------------------------------------------------------------

  #newForm(cohort, last) {
    const now = today(cohort.timeZone);
    return new Form(this.#page, {
      fields: () => [
        {name: 'preset', label: t('policy.preset'), type: 'select', required: true, options: PRESETS.map(value => ({value, label: t(`policy.preset.${value}`)}))},
        {name: 'from', label: t('policy.from'), type: 'date', required: true, hint: t('policy.from-hint'), min: cohort.startDate, max: cohort.endDate},
        {name: 'thresholdPerMille', label: t('policy.threshold'), type: 'number', required: true, min: 0, max: 100, hint: t('policy.threshold-hint'), when: isOwn},
        {name: 'marksPerAbsence', label: t('policy.marks'), type: 'number', min: 3, max: 30, hint: t('policy.marks-hint'), when: isOwn},
        {name: 'scope', label: t('policy.scope'), type: 'select', required: true, options: SCOPES.map(value => ({value, label: t(`policy.scope.${value}`)})), when: isOwn},
        ...EXCUSES.map((kind, i) => ({name: `cap_${kind}`, label: t('policy.cap', {kind: word('excuse', kind)}), type: 'number', min: 0, max: 366, hint: i ? null : t('policy.cap-hint'), when: isOwn})),
        {name: 'record', label: t('policy.record'), type: 'select', required: true, options: RECORDS.map(value => ({value, label: t(`policy.record.${value}`)}))},
        {name: 'startsAt', label: t('policy.starts'), type: 'time', required: true, when: isStamped},
        {name: 'endsAt', label: t('policy.ends'), type: 'time', required: true, when: isStamped},
        {name: 'opensMinutesBefore', label: t('policy.opens'), type: 'number', required: true, min: 0, max: 240, hint: t('policy.opens-hint'), when: isStamped},
        {name: 'graceMinutes', label: t('policy.grace'), type: 'number', min: 0, max: 120, hint: t('policy.grace-hint'), when: isOwnStamped},
        {name: 'outStamp', label: t('policy.out-stamp'), type: 'select', required: true, options: yesOrNo('policy.out-stamp'), when: isOwnStamped},
        {name: 'halfDay', label: t('policy.half-day'), type: 'select', required: true, options: yesOrNo('policy.half-day'), when: isOwnStamped},
      ],
      values: {preset: last.preset, from: now < cohort.startDate ? cohort.startDate : now > cohort.endDate ? cohort.endDate : now,
        thresholdPerMille: last.thresholdPerMille / PER_CENT, marksPerAbsence: last.marksPerAbsence ?? '', scope: last.scope,
        ...Object.fromEntries(EXCUSES.map(kind => [`cap_${kind}`, last.excuseCaps[kind] ?? ''])),
        record: last.record, startsAt: last.stamps?.startsAt ?? '09:00', endsAt: last.stamps?.endsAt ?? '18:00', opensMinutesBefore: last.stamps?.opensMinutesBefore ?? 30,
        graceMinutes: last.stamps?.graceMinutes ?? '', outStamp: String(last.stamps?.outStamp ?? true), halfDay: String(last.stamps?.halfDay ?? true)},
      verb: () => t('policy.try'),
      submit: async (values, key) => {
        const policy = asPolicy(values);
        if (policy.thresholdPerMille < 0 || policy.thresholdPerMille > ALL) {
          throw new Problem(400, {errors: [{field: 'thresholdPerMille', reason: t('policy.threshold-range')}]});
        }
        const {etag} = this.#data.value;
        try {
          return {policy, etag, ...await post(`${this.#path}/attendance-policy/preview`, {json: policy, key})};
        } catch (problem) {
          // Of the nested part the form knows the fields by their last name.
          if (problem instanceof Problem) problem.errors.forEach(each => { each.field = each.field?.replace(/^stamps\./, '').replace(/^excuseCaps\./, 'cap_'); });
          throw problem;
        }
      },
      done: tried => {
        this.#tried = tried;
        say(tried.changed ? t('policy.changed', {n: tried.changed, of: tried.students.length}) : t('policy.changes-nobody'));
      },
    });
  }

  /** What was tried is adopted, for the policy as it was then: whatever has been typed or adopted since. */
  #adopt() {
    const {policy, etag, changed} = this.#tried;
    this.#dialogs.confirm({
      title: () => t('policy.adopt'),
      intro: () => `${t('policy.adopt-intro', {from: fullDay(policy.from)})} ${changed ? t('policy.changed', {n: changed, of: this.#tried.students.length}) : t('policy.changes-nobody')}`,
      verb: () => t('policy.adopt'),
      submit: async () => {
        try {
          return await put(`${this.#path}/attendance-policy`, {json: policy, ifMatch: etag});
        } catch (problem) {
          if (problem instanceof Problem && problem.status === 412) this.#data.again();
          throw problem;
        }
      },
      said: () => t('policy.adopted-said', {from: fullDay(policy.from)}),
      done: async () => {
        this.#tried = null;
        await this.#data.again();
        document.querySelector('main h1').focus();
      },
    });
  }

  // ---- drawing ----------------------------------------------------------------------------------------------

  view() {
    return html`${head(t('policy.title'), this.#data.value?.cohort.name, html`<a class="btn" href=${`/c/${encodeURIComponent(this.#id)}/attendance`}>${t('attendance.title')}</a>`)}
      ${show(this.#data, value => html`<section class="panel prose"><h2>${t('policy.new')}</h2>${this.#form.view()}</section>
        ${this.#tried ? this.#preview(value) : nothing}${this.#versions(value)}`)}${this.#dialogs.view()}`;
  }

  #preview({names}) {
    const {policy, students, changed, days} = this.#tried;
    const name = row => names.has(row.studentId) ? nameOf(names.get(row.studentId)) : row.studentId;
    const rows = students.filter(row => row.changes).sort((a, b) => compareText(name(a), name(b)));
    return html`<section class="panel"><h2>${changed ? t('policy.changed', {n: changed, of: students.length}) : t('policy.changes-nobody')}</h2>
      <p class="small muted">${t('policy.tried', {from: fullDay(policy.from), preset: t(`policy.preset.${policy.preset}`)})} ${t('policy.days', {n: days.length})}</p>
      ${rows.length ? html`<div class="tw"><table class="cards names"><caption>${t('policy.who')}</caption><thead><tr><th scope="col">${t('col.name')}</th>
        <th scope="col" class="num">${t('policy.rate')}</th><th scope="col" class="num">${t('policy.penalty')}</th><th scope="col" class="num">${t('policy.left')}</th></tr></thead>
        <tbody>${repeat(rows, row => row.studentId, row => html`<tr><th scope="row">${name(row)}</th>
          <td class="num" data-l=${t('policy.rate')}>${change(pct(row.before.rate, 1), pct(row.after.rate, 1))}</td>
          <td class="num" data-l=${t('policy.penalty')}>${change(num(row.before.penalty), num(row.after.penalty))}</td>
          <td class="num" data-l=${t('policy.left')}>${change(num(row.before.stillToMiss), num(row.after.stillToMiss))}</td></tr>`)}</tbody></table></div>` : nothing}
      ${isAdmin() ? html`<div><button class="btn pri" @click=${() => this.#adopt()}>${t('policy.adopt')}</button></div>` : html`<p class="muted">${t('policy.admin-adopts')}</p>`}</section>`;
  }

  #versions({versions, cohort}) {
    return html`<section class="panel"><h2>${t('policy.versions')}</h2><div class="tw"><table class="cards names"><caption class="sr">${t('policy.versions')}</caption><thead><tr>
      <th scope="col">${t('policy.from')}</th><th scope="col">${t('policy.preset')}</th><th scope="col" class="num">${t('policy.threshold')}</th><th scope="col">${t('policy.marks')}</th><th scope="col">${t('policy.caps')}</th><th scope="col">${t('policy.record')}</th><th scope="col" class="num">${t('policy.version')}</th></tr></thead>
      <tbody>${repeat(versions.toReversed(), v => v.version, v => html`<tr><th scope="row">${v.from < cohort.startDate ? t('student.from-start') : fullDay(v.from)}</th>
        <td>${t(`policy.preset-short.${v.preset}`)}</td>
        <td class="num" data-l=${t('policy.threshold')}>${pct(v.thresholdPerMille / ALL, v.thresholdPerMille % PER_CENT ? 1 : 0)}</td>
        <td data-l=${t('policy.marks')}>${v.marksPerAbsence ? t('policy.marks-are', {n: v.marksPerAbsence, scope: word('policy.within', v.scope)}) : t('policy.marks-nothing')}</td>
        <td data-l=${t('policy.caps')}>${caps(v)}</td>
        <td data-l=${t('policy.record')}>${v.stamps ? stamps(v.stamps) : t('policy.by-sheet')}</td>
        <td class="num" data-l=${t('policy.version')}>${num(v.version)}</td></tr>`)}</tbody></table></div></section>`;
  }
}

/** As the interface wants it: a share in thousandths, stamps by themselves, and nothing that the preset sets. */
function asPolicy({thresholdPerMille, startsAt, endsAt, opensMinutesBefore, graceMinutes, outStamp, halfDay, ...values}) {
  const caps = {};
  for (const kind of EXCUSES) {
    const cap = values[`cap_${kind}`];
    if (cap !== undefined && cap !== '') caps[kind] = cap;
    delete values[`cap_${kind}`];
  }
  const truth = value => value === undefined ? undefined : value === 'true';
  return present({
    ...values,
    thresholdPerMille: thresholdPerMille === undefined ? undefined : Math.round(thresholdPerMille * PER_CENT),
    excuseCaps: isOwn(values) ? caps : undefined,
    stamps: isStamped(values) ? present({startsAt, endsAt, opensMinutesBefore, graceMinutes, outStamp: truth(outStamp), halfDay: truth(halfDay)}) : undefined,
  });
}

const caps = ({excuseCaps, scope}) => EXCUSES.filter(kind => kind in excuseCaps)
  .map(kind => t('policy.cap-is', {kind: word('excuse', kind), n: excuseCaps[kind], scope: word('policy.within', scope)})).join(', ') || t('policy.caps-none');

const stamps = ({startsAt, endsAt, opensMinutesBefore, graceMinutes}) => [t('policy.stamps-are', {from: startsAt, until: endsAt, opens: opensMinutesBefore}),
  graceMinutes === null ? null : t('policy.grace-is', {n: graceMinutes})].filter(Boolean).join(', ');

const change = (before, after) => before === after ? before : html`${before} → <b>${after}</b>`;
