/** English texts of a cohort's dashboard: its competitions. The keys are those of ko/dashboard-contests.js. */
export default {
  'contests.one': 'Competition',
  'contests.table': 'Who takes part in competitions',
  'contests.took-part': 'Took part',
  'contests.teams': 'Teams',
  'contests.today': 'Today',
  'contests.since': 'Days since the last',
  'contests.of': '{n} of {of}',
  'contests.part': '{n} of {of} students took part',
  'contests.by-day': '{title}: submissions by day',
  'contests.day': 'Day',
  'contests.submissions': 'Submissions',
  'contests.senders': 'Students',
  'contests.never': {one: '{n} student in no team that has submitted', other: '{n} students in no team that has submitted'},
  'contests.more': '{n} more',
  'contests.all': 'Every student is in a team that has submitted.',
  'contests.who-when': 'who submitted on which day',
};
