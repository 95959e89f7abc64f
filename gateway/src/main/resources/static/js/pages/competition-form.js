/** The form of a competition: drafting one, changing one. What may change depends on whether it is published, or over. */
import {html, t, head, wallClock, Loaded, show, say} from '../ui.js';
import {getAll, getTagged, post, patch} from '../api.js';
import {Form} from '../form.js';
import {pathOf} from '../contests.js';
import {changed} from './student.js';
import {present} from './students.js';

/** As docs/metrics.md has them; a name that ends with @ wants to know how many places count. */
const METRICS = ['accuracy', 'balanced-accuracy', 'f1-binary', 'f1-macro', 'f1-micro', 'f1-weighted', 'mcc', 'qwk', 'mean-iou', 'log-loss', 'roc-auc', 'roc-auc-ovr-macro',
  'mae', 'rmse', 'rmsle', 'r2', 'mape', 'pearson', 'spearman', 'map@', 'ndcg@', 'map-graded@', 'ndcg-graded@', 'rouge-1', 'rouge-2', 'rouge-l', 'mask-iou'];
const PUBLIC_SCORES = {LADDER: 'contest-form.ladder', EXACT: 'contest-form.exact'};

/** Proposed for log loss: what is certain and wrong costs 13.8 and not 34.5. */
const CLIP = 'clip=1e-6';

/** A proposal that was changed stays. */
function propose(values) {
  if (values.metric === 'log-loss' && !values.options.trim()) values.options = CLIP;
  else if (values.metric !== 'log-loss' && values.options === CLIP) values.options = '';
}

const isDraft = values => values.status === 'DRAFT';
const runs = values => values.status !== 'CLOSED' && values.status !== 'ARCHIVED';

const fields = cohorts => () => [
  {name: 'title', label: t('contest-form.title'), required: true},
  {name: 'cohortIds', label: t('contest-form.cohorts'), type: 'checks', options: cohorts.map(c => ({value: c.cohortId, label: c.name})), when: runs},
  {name: 'metric', label: t('contest-form.metric'), type: 'select', required: true, options: METRICS.map(m => ({value: m, label: m.endsWith('@') ? `${m}K` : m})), when: isDraft, chosen: propose},
  {name: 'places', label: t('contest-form.places'), type: 'number', required: true, min: 1, when: values => isDraft(values) && values.metric.endsWith('@')},
  {name: 'options', label: t('contest-form.options'), hint: t('contest-form.options-hint'), when: isDraft},
  {name: 'secondaryMetric', label: t('contest-form.secondary'), hint: t('contest-form.secondary-hint'), when: isDraft},
  {name: 'startDate', label: t('contest-form.start-date'), type: 'date', required: true, when: isDraft},
  {name: 'startTime', label: t('contest-form.start-time'), type: 'time', required: true, when: isDraft},
  {name: 'endDate', label: t('contest-form.end-date'), type: 'date', required: true, when: runs},
  {name: 'endTime', label: t('contest-form.end-time'), type: 'time', required: true, hint: t('contest-form.zone-hint'), when: runs},
  {name: 'dailyLimit', label: t('contest-form.daily'), type: 'number', required: true, min: 1, max: 100, when: runs},
  {name: 'maxTeamSize', label: t('contest-form.team-size'), type: 'number', required: true, min: 1, max: 20, when: runs},
  {name: 'mergeDate', label: t('contest-form.merge-date'), type: 'date', hint: t('contest-form.merge-hint'), when: runs},
  {name: 'mergeTime', label: t('contest-form.merge-time'), type: 'time', when: runs},
  {name: 'finalPicks', label: t('contest-form.picks'), type: 'number', required: true, min: 1, max: 10, when: isDraft},
  {name: 'digits', label: t('contest-form.digits'), type: 'number', required: true, min: 0, max: 10, when: isDraft},
  {name: 'publicPercent', label: t('contest-form.public-percent'), type: 'number', hint: t('contest-form.public-percent-hint'), min: 1, max: 99, when: isDraft},
  {name: 'publicScores', label: t('contest-form.public-scores'), type: 'select', required: true, options: Object.entries(PUBLIC_SCORES).map(([value, key]) => ({value, label: t(key)})), when: isDraft},
];

/** As the interface wants it: moments on the clock of the competition's zone. */
function asPlan({startDate, startTime, endDate, endTime, mergeDate, mergeTime, metric, places, options, publicPercent, ...values}) {
  return {
    ...values,
    ...(metric === undefined ? {} : {metric: metric.endsWith('@') ? metric + places : metric}),
    ...(options === undefined ? {} : {metricOptions: optionsOf(options)}),
    ...(startDate ? {startsAt: `${startDate}T${startTime}`} : {}),
    ...(endDate ? {endsAt: `${endDate}T${endTime}`} : {}),
    ...(mergeDate === undefined ? {} : {mergeUntil: mergeDate ? `${mergeDate}T${mergeTime || '18:00'}` : null}),
    ...(publicPercent === undefined ? {} : {publicFraction: publicPercent === '' ? null : publicPercent / 100}),
  };
}

const optionsOf = text => Object.fromEntries(text.split(',').filter(pair => pair.trim()).map(pair => {
  const [name, value = ''] = pair.split('=');
  return [name.trim(), value.trim()];
}));

/** Where what is wrong was typed. */
const TYPED = {startsAt: 'startDate', endsAt: 'endDate', mergeUntil: 'mergeDate', metricOptions: 'options', publicFraction: 'publicPercent'};

function form(page, cohorts, {submit, ...options}) {
  return new Form(page, {
    fields: fields(cohorts),
    ...options,
    submit: async (values, key) => {
      try {
        return await submit(asPlan(values), key);
      } catch (problem) {
        problem.errors?.forEach(e => { e.field = TYPED[e.field] ?? e.field; });
        throw problem;
      }
    },
  });
}

const desk = c => `${pathOf(c.competitionId)}/desk`;

export function newCompetition(page) {
  let it = null;
  const data = new Loaded(page, async signal => {
    const cohorts = (await getAll('/api/cohorts', signal)).filter(c => c.status === 'OPEN');
    it ??= form(page, cohorts, {
      values: {
        status: 'DRAFT', cohortIds: cohorts.length === 1 ? [cohorts[0].cohortId] : [], startTime: '09:00', endTime: '18:00', mergeTime: '18:00',
        dailyLimit: 5, maxTeamSize: 3, finalPicks: 2, digits: 5, publicPercent: 30, publicScores: 'LADDER',
      },
      verb: () => t('contest-form.draft'),
      submit: (values, key) => post('/api/competitions', {json: present(values), key}),
      done: contest => {
        say(t('contest-form.drafted-said', {title: contest.title}));
        page.go(desk(contest));
      },
    });
    return cohorts;
  });
  return {
    title: () => t('contest-form.new'),
    view: () => html`${head(t('contest-form.new'), t('contest-form.new-sub'))}${show(data, cohorts => html`<section class="panel prose">
      ${cohorts.length ? it.view() : html`<p>${t('contest-form.no-cohort')}</p>`}</section>`)}`,
  };
}

export function editCompetition(page, id) {
  const path = `/api${pathOf(id)}`;
  let it = null;
  const data = new Loaded(page, async signal => {
    const [{body, etag}, cohorts] = await Promise.all([getTagged(path, signal), getAll('/api/cohorts', signal)]);
    const [start, end] = [wallClock(body.startsAt, body.timeZone), wallClock(body.endsAt, body.timeZone)];
    const merge = body.mergeUntil === null ? {date: '', time: '18:00'} : wallClock(body.mergeUntil, body.timeZone);
    const [, name, places] = /^(.*?@|[^@]*)(.*)$/.exec(body.metric);
    const before = {
      cohortIds: body.cohortIds, title: body.title, metric: name, places, secondaryMetric: body.secondaryMetric ?? '',
      options: Object.entries(body.metricOptions).map(pair => pair.join('=')).join(', '),
      startDate: start.date, startTime: start.time, endDate: end.date, endTime: end.time, mergeDate: merge.date, mergeTime: merge.time, dailyLimit: body.dailyLimit, maxTeamSize: body.maxTeamSize,
      finalPicks: body.finalPicks, digits: body.digits, publicPercent: body.publicFraction === null ? '' : Math.round(100 * body.publicFraction), publicScores: body.publicScores,
    };
    it ??= form(page, cohorts.filter(c => c.status === 'OPEN' || body.cohortIds.includes(c.cohortId)), {
      values: {...before, status: body.status},
      verb: () => t('save'),
      submit: values => patch(path, {json: changed(asPlan(before), values), ifMatch: etag}),
      done: contest => {
        say(t('saved'));
        page.go(desk(contest));
      },
    });
    return body;
  });
  return {
    title: () => t('contest-form.edit'),
    view: () => html`${head(t('contest-form.edit'), data.value?.title)}${show(data, () => html`<section class="panel prose">${it.view()}</section>`)}`,
  };
}
