/** English texts of the page of all cohorts alone. The keys are those of ko/overview.js. */
export default {
  'overview.conduct': '{n} reports of conduct wait for an answer.',
};
