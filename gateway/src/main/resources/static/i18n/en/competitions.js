/** English texts of the list of competitions. The keys are those of ko/competitions.js. */
export default {
  'competitions.sub': 'Predict labels that nobody is shown, and see how good it was.',
  'competitions.new': 'New competition',
  'competitions.none': 'There is no competition yet. It takes a solution file and a minute.',
  'competitions.none-student': 'There is no competition yet. One appears here when staff publish it.',
  'competitions.title': 'Competition',
  'competitions.starts': 'Begins',
  'competitions.ends': 'Ends',
  'competitions.metric': 'Metric',
};
