/** The form of a special lecture: drafting one, changing one. */
import {html, t, head, wallClock, instantAt, Loaded, show, say} from '../ui.js';
import {getAll, getTagged, post, patch} from '../api.js';
import {Form} from '../form.js';
import {changed} from './student.js';
import {present} from './students.js';

const fields = cohorts => () => [
  {name: 'cohortIds', label: t('lecture.cohorts'), type: 'checks', options: cohorts.map(c => ({value: c.cohortId, label: c.name}))},
  {name: 'title', label: t('lecture.title'), required: true},
  {name: 'speaker', label: t('lecture.speaker'), required: true, hint: t('lecture.speaker-hint')},
  {name: 'abstract', label: t('lecture.abstract'), type: 'textarea'},
  {name: 'date', label: t('lecture.date'), type: 'date', required: true},
  {name: 'from', label: t('lecture.from'), type: 'time', required: true},
  {name: 'until', label: t('lecture.until'), type: 'time', required: true, hint: t('lecture.zone-hint', {zone: zoneOf(cohorts)})},
  {name: 'place', label: t('lecture.place')},
  {name: 'capacity', label: t('lecture.capacity'), type: 'number', required: true, min: 1, hint: t('lecture.capacity-hint')},
];

const zoneOf = cohorts => cohorts.find(c => c.timeZone)?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

/** As the interface wants it: two moments with the zone they are meant in. */
function asPlan({date, from, until, ...values}, timeZone) {
  return {...values, timeZone, startsAt: instantAt(date, from, timeZone), endsAt: instantAt(date, until, timeZone)};
}

/** A wrong moment is shown where it was typed. */
function form(page, cohorts, zone, options) {
  const of = values => zone(values);
  return new Form(page, {
    fields: fields(cohorts),
    ...options,
    submit: async (values, key) => {
      try {
        return await options.submit(asPlan(values, of(values)), key);
      } catch (problem) {
        problem.errors?.forEach(e => { e.field = {startsAt: 'from', endsAt: 'until'}[e.field] ?? e.field; });
        throw problem;
      }
    },
  });
}

export function newLecture(page) {
  let it = null;
  const data = new Loaded(page, async signal => {
    const cohorts = (await getAll('/api/cohorts', signal)).filter(c => c.status === 'OPEN');
    const chosen = values => cohorts.find(c => values.cohortIds.includes(c.cohortId)) ?? cohorts[0];
    it ??= form(page, cohorts, values => chosen(values)?.timeZone, {
      values: {capacity: 30, cohortIds: cohorts.length === 1 ? [cohorts[0].cohortId] : []},
      verb: () => t('lecture.draft'),
      submit: (values, key) => post('/api/lectures', {json: present(values), key}),
      done: lecture => {
        say(t('lecture.drafted-said', {title: lecture.title}));
        page.go(`/lectures/${encodeURIComponent(lecture.lectureId)}`);
      },
    });
    return cohorts;
  });
  return {
    title: () => t('lecture.new'),
    view: () => html`${head(t('lecture.new'), t('lecture.new-sub'))}${show(data, cohorts => html`<section class="panel prose">
      ${cohorts.length ? it.view() : html`<p>${t('lecture.no-cohort')}</p><div><a class="btn pri" href="/cohorts/new">${t('cohort.open')}</a></div>`}</section>`)}`,
  };
}

export function editLecture(page, lectureId) {
  const path = `/api/lectures/${encodeURIComponent(lectureId)}`;
  let it = null;
  const data = new Loaded(page, async signal => {
    const [{body, etag}, cohorts] = await Promise.all([getTagged(path, signal), getAll('/api/cohorts', signal)]);
    const open = cohorts.filter(c => c.status === 'OPEN' || body.cohortIds.includes(c.cohortId));
    const start = wallClock(body.startsAt, body.timeZone);
    const before = {
      cohortIds: body.cohortIds, title: body.title, speaker: body.speaker ?? '', abstract: body.abstract ?? '', place: body.place ?? '',
      date: start.date, from: start.time, until: wallClock(body.endsAt, body.timeZone).time, capacity: body.capacity,
    };
    const sent = asPlan(before, body.timeZone);
    it ??= form(page, open, () => body.timeZone, {
      values: before,
      verb: () => t('save'),
      submit: values => patch(path, {json: changed(sent, values), ifMatch: etag}),
      done: lecture => {
        say(lecture.registered > lecture.capacity ? t('lecture.lowered-said', {n: lecture.registered, of: lecture.capacity}) : t('saved'));
        page.go(`/lectures/${encodeURIComponent(lectureId)}`);
      },
    });
    return body;
  });
  return {
    title: () => t('lecture.edit'),
    view: () => html`${head(t('lecture.edit'), data.value?.title)}${show(data, () => html`<section class="panel prose">${it.view()}</section>`)}`,
  };
}
