/** English texts of the page of all cohorts alone. The keys are those of ko/overview.js. */
export default {
  'overview.conduct': {one: '{n} report of conduct waits for an answer.', other: '{n} reports of conduct wait for an answer.'},
};
