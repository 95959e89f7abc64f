/** Korean texts of the page of all cohorts alone. The keys are those of en/overview.js. */
export default {
  'overview.conduct': '답변을 기다리는 신고가 {n}건 있습니다.',
};
