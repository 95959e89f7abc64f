/** Korean texts of the page on which the writer of a report comes back. The keys are those of en/conduct.js. */
export default {
  'conduct.title': '신고한 내용 다시 보기',
  'conduct.sub': '신고를 보낼 때 보여 드린 코드로 들어옵니다. 로그인하지 않으며, 누구인지 알리는 것은 아무것도 보내지 않습니다.',
  'conduct.code': '코드',
  'conduct.code-hint': 'K7QF-M2XA-3D9T-0HNB-R5CW처럼 네 글자씩 다섯 묶음입니다',
  'conduct.come-back': '답변 보기',
  'conduct.state.WAITING': '운영진에게 전해졌고 아직 답변이 없습니다. 같은 코드로 다시 들어오세요.',
  'conduct.state.ANSWERED': '운영진이 답변했습니다.',
  'conduct.state.CLOSED': '운영진이 처리를 마쳤습니다. 다시 쓰면 다시 열립니다.',
  'conduct.sent': '이름 없이 보냈습니다. 같은 코드로 다시 들어오세요.',
  'conduct.from.WRITER': '나',
  'conduct.from.STAFF': '운영진',
  'conduct.again': '더 쓰기',
  'conduct.text': '운영진에게',
  'conduct.text-hint': '알려지고 싶지 않다면 본인만 알 수 있는 것은 쓰지 마세요.',
  'conduct.send': '보내기',
  'conduct.forget': '나가고 이 화면에서 코드 지우기',
};
