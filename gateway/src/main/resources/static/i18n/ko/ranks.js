/** Korean texts of the picture of ranks. The keys are those of en/ranks.js. */
export default {
  'ranks.title': '날짜별 순위',
  'ranks.none': '아직 순위가 움직인 날이 없습니다.',
  'ranks.now': '{team} 팀은 {rank}위입니다.',
  'ranks.day': '날짜',
};
