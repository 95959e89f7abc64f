/** English texts of the picture of ranks. The keys are those of ko/ranks.js. */
export default {
  'ranks.title': 'Ranks by day',
  'ranks.none': 'The board has not moved yet.',
  'ranks.now': '{team} is number {rank}.',
  'ranks.day': 'Day',
};
