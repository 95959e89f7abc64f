/** Korean texts of the reviews on a cohort’s page. The keys are those of en/dashboard.js. */
export default {
  'dashboard.reviews': '후기',
  'dashboard.reviews-all': '후기 모두 보기',
  'dashboard.reviews-what': '대상',
  'dashboard.reviews-mean': '평균',
  'dashboard.reviews-interval': '95% 구간',
  'dashboard.reviews-from-to': '{low}~{high}',
  'dashboard.reviews-rate': '응답률',
  'dashboard.reviews-alike': '후기 {n}건의 평점이 모두 같고 {from}~{until}점 사이',
  'dashboard.reviews-few': '집계된 후기가 다섯 건이 되지 않아 보이지 않는 대상:',
  'dashboard.reviews-few-of': '{kind} {n}개',
  'dashboard.reviews-daily': '누가 썼는지 알 수 없도록 수치는 후기 다섯 건 단위로 바뀌고 하루에 한 번 여기로 옮겨집니다.',
  'dashboard.reviews-kind.PROGRAMME': '과정',
  'dashboard.reviews-kind.MODULE': '모듈',
  'dashboard.reviews-kind.SESSION': '수업·특강',
  'dashboard.reviews-kind.INSTRUCTOR': '강사',
  'dashboard.reviews-kind.COMPETITION': '대회',
};
