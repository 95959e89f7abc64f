/** English texts of the reviews on a cohort’s page. The keys are those of ko/dashboard.js. */
export default {
  'dashboard.reviews': 'Reviews',
  'dashboard.reviews-all': 'All reviews',
  'dashboard.reviews-what': 'Of what',
  'dashboard.reviews-mean': 'Mean',
  'dashboard.reviews-interval': '95% interval',
  'dashboard.reviews-from-to': '{low} to {high}',
  'dashboard.reviews-rate': 'Answered',
  'dashboard.reviews-alike': '{n} reviews, all alike, between {from} and {until}',
  'dashboard.reviews-few': 'Nothing is shown where fewer than five reviews are counted:',
  'dashboard.reviews-few-of': '{kind} {n}',
  'dashboard.reviews-daily': 'Figures move in steps of five reviews and are brought here once a day, so that nobody can tell who wrote.',
  'dashboard.reviews-kind.PROGRAMME': 'Programme',
  'dashboard.reviews-kind.MODULE': 'Module',
  'dashboard.reviews-kind.SESSION': 'Session or special lecture',
  'dashboard.reviews-kind.INSTRUCTOR': 'Instructor',
  'dashboard.reviews-kind.COMPETITION': 'Competition',
};
