/** The form of a cohort: opening one, changing one. */
import {html, nothing, t, fullDay, fullTime, today, head, Loaded, show, say} from '../ui.js';
import {getTagged, post, patch, isAdmin} from '../api.js';
import {Form, Dialogs} from '../form.js';
import {changed} from './student.js';
import {present} from './students.js';

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

const zones = () => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([here, 'Asia/Seoul', 'UTC', ...Intl.supportedValuesOf('timeZone')])].map(value => ({value, label: value}));
};

const fields = isNew => () => [
  {name: 'programme', label: t('cohort.programme'), required: true, hint: t('cohort.programme-hint')},
  {name: 'name', label: t('cohort.name'), required: true, hint: t('cohort.name-hint')},
  ...isNew ? [{name: 'cohortId', label: t('cohort.id'), hint: t('cohort.id-hint')}] : [],
  {name: 'startDate', label: t('cohort.start'), type: 'date', required: true},
  {name: 'endDate', label: t('cohort.end'), type: 'date', required: true},
  {name: 'timeZone', label: t('cohort.zone'), type: 'select', required: true, options: zones(), hint: t('cohort.zone-hint')},
  {name: 'capacity', label: t('cohort.capacity'), type: 'number', required: true, min: 1},
  {name: 'trainingWeekdays', label: t('cohort.weekdays'), type: 'checks', options: WEEKDAYS.map(value => ({value, label: t(`weekday.${value}`)}))},
  {name: 'holidays', label: t('cohort.holidays'), type: 'textarea', hint: t('cohort.holidays-hint')},
];

/** As the interface wants it: holidays as a list, weekdays in the order of the week. */
const asPlan = values => ({
  ...values,
  trainingWeekdays: WEEKDAYS.filter(d => values.trainingWeekdays.includes(d)),
  holidays: values.holidays.split(/[\s,;]+/).filter(Boolean),
});

export function newCohort(page) {
  const form = new Form(page, {
    fields: fields(true),
    values: {timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, trainingWeekdays: WEEKDAYS.slice(0, 5)},
    verb: () => t('cohort.open'),
    submit: (values, key) => post('/api/cohorts', {json: present(asPlan(values)), key}),
    done: cohort => {
      say(t('cohort.opened', {name: cohort.name}));
      page.go(`/c/${encodeURIComponent(cohort.cohortId)}`);
    },
  });
  return {title: () => t('cohort.open'), view: () => html`${head(t('cohort.open'))}<section class="panel prose">${form.view()}</section>`};
}

export function editCohort(page, cohortId) {
  const path = `/api/cohorts/${encodeURIComponent(cohortId)}`;
  const data = new Loaded(page, async signal => {
    const {body, etag} = await getTagged(path, signal);
    const {programme, name, startDate, endDate, timeZone, capacity, trainingWeekdays = [], holidays = []} = body;
    const before = {programme, name, startDate, endDate, timeZone, capacity, trainingWeekdays, holidays};
    const form = new Form(page, {
      fields: fields(false),
      values: {...before, holidays: holidays.join('\n')},
      verb: () => t('save'),
      submit: (values, key) => patch(path, {json: changed(before, asPlan(values)), key, ifMatch: etag}),
      done: () => {
        say(t('saved'));
        page.go(`/c/${encodeURIComponent(cohortId)}`);
      },
    });
    return {cohort: body, form, etag};
  });
  const dialogs = new Dialogs(page);
  const setStatus = json => (_, key) => patch(path, {json, key, ifMatch: data.value.etag});
  const close = () => dialogs.ask({
    title: () => t('cohort.close'),
    intro: () => t('cohort.close-intro', {name: data.value.cohort.name}),
    fields: () => [{name: 'closedOn', label: t('cohort.closed-on'), type: 'date', required: true}],
    values: {closedOn: today(data.value.cohort.timeZone)},
    verb: () => t('cohort.close'),
    submit: (values, key) => setStatus({status: 'CLOSED', ...values})(values, key),
    said: () => t('saved'),
    done: () => data.again(),
  });
  const reopen = () => dialogs.ask({
    title: () => t('cohort.reopen'),
    intro: () => t('cohort.reopen-intro', {name: data.value.cohort.name}),
    fields: () => [{name: 'reason', label: t('cohort.reopen-reason'), hint: t('cohort.reopen-reason-hint'), type: 'textarea', required: true}],
    values: {reason: ''},
    verb: () => t('cohort.reopen'),
    submit: (values, key) => setStatus({status: 'OPEN', ...values})(values, key),
    said: () => t('saved'),
    done: () => data.again(),
  });
  const openness = cohort => html`<section class="panel prose"><h2>${t(cohort.status === 'CLOSED' ? 'cohort.is-closed' : 'cohort.is-open')}</h2>
    ${cohort.closedOn ? html`<p>${t('cohort.closed-since', {date: fullDay(cohort.closedOn)})}</p>` : nothing}
    <div>${cohort.status === 'CLOSED' ? html`<button class="btn" @click=${reopen}>${t('cohort.reopen')}</button>` : html`<button class="btn" @click=${close}>${t('cohort.close')}</button>`}</div></section>`;
  const reopenings = ({reopenings: all = []}) => all.length === 0 ? nothing : html`<section class="panel prose"><h2>${t('cohort.reopenings')}</h2>
    <ul>${all.toReversed().map(each => html`<li>${t('cohort.reopened-by', {when: fullTime(each.at), by: each.by})}${each.reason ? html`<br>${each.reason}` : nothing}</li>`)}</ul></section>`;
  return {
    title: () => t('cohort.edit'),
    cohort: () => data.value?.cohort ?? {cohortId, name: cohortId},
    view: () => html`${head(t('cohort.edit'), data.value?.cohort.name)}${show(data, ({form, cohort}) => html`<section class="panel prose">${form.view()}</section>${isAdmin() ? openness(cohort) : nothing}${reopenings(cohort)}`)}${dialogs.view()}`,
  };
}
