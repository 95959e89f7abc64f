/** Korean texts of teams that become one. The keys are those of en/merges.js. */
export default {
  'merges.team': '팀',
  'merges.title': '다른 팀과 합치기',
  'merges.until': '{time}까지 두 팀을 합칠 수 있습니다.',
  'merges.rule': '두 팀의 제출이 모두 남고 오늘 제출도 함께 셉니다. 두 팀의 제출이 지금까지 한 팀이 낼 수 있던 수보다 많으면 합칠 수 없습니다.',
  'merges.over': '이제는 팀을 합칠 수 없습니다.',
  'merges.asks': '{name} 팀이 우리 팀에 합치자고 합니다. 모두 {n}명이 됩니다.',
  'merges.accept': '한 팀으로 합치기',
  'merges.decline': '거절',
  'merges.asked': '{name} 팀에 합치자고 제안했습니다. 아직 답이 없습니다.',
  'merges.back': '제안 취소',
  'merges.ask': '팀에 제안하기',
  'merges.ask-intro': '상대 팀이 받아들이면 우리 팀은 지금까지의 제출과 함께 그 팀으로 들어가고, 그 팀의 이름을 씁니다.',
  'merges.nobody': '지금 합칠 수 있는 팀이 없습니다.',
  'merges.intro': '{name} 팀이 팀원과 모든 제출을 가지고 우리 팀으로 들어옵니다. 되돌릴 수 없습니다.',
  'merges.done': '{name} 팀과 한 팀이 되었습니다.',
};
