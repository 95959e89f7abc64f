/** 대회 목록의 한국어 글. 키는 en/competitions.js와 같습니다. */
export default {
  'competitions.sub': '공개되지 않은 정답을 예측하고 점수를 확인합니다.',
  'competitions.new': '새 대회',
  'competitions.none': '아직 대회가 없습니다. 정답 파일만 있으면 1분이면 만들 수 있습니다.',
  'competitions.none-student': '아직 대회가 없습니다. 운영진이 공개하면 여기에 나타납니다.',
  'competitions.title': '대회',
  'competitions.starts': '시작',
  'competitions.ends': '종료',
  'competitions.metric': '평가 지표',
};
