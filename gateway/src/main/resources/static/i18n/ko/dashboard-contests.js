/** 기수 현황의 대회 부분 한국어 글. 키는 en/dashboard-contests.js와 같습니다. */
export default {
  'contests.one': '대회',
  'contests.table': '대회별 참여 현황',
  'contests.took-part': '참여',
  'contests.teams': '팀',
  'contests.today': '오늘 제출',
  'contests.since': '마지막 제출 후 일수',
  'contests.of': '{of}명 중 {n}명',
  'contests.part': '수강생 {of}명 가운데 {n}명 참여',
  'contests.by-day': '{title}: 일별 제출 수',
  'contests.day': '날짜',
  'contests.submissions': '제출',
  'contests.senders': '제출한 사람',
  'contests.never': '제출한 팀에 없는 수강생 {n}명',
  'contests.more': '{n}명 더 보기',
  'contests.all': '모든 수강생이 제출한 팀에 있습니다.',
  'contests.who-when': '누가 언제 제출했는지',
};
