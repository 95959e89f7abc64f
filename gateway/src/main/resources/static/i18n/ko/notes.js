/** Korean texts of notes of a lecture. The keys are those of en/notes.js. */
export default {
  'notes.title': '노트와 녹화',
  'notes.edit': '고치기',
  'notes.none': '아직 노트가 없습니다.',
  'notes.none-staff': '아직 노트가 없습니다. 여기에 쓰면 해당 기수의 수강생이 읽습니다.',
  'notes.recording': '녹화 보기',
  'notes.written': '마지막 수정 {time}',
  'notes.text': '노트',
  'notes.text-hint': '마크다운, 64KiB 이하: # 제목, * 목록, **굵게**, | 표 |, [링크](https://…). HTML은 입력한 그대로 보입니다.',
  'notes.recording-url': '녹화 링크',
  'notes.recording-hint': 'https://로 시작합니다',
  'notes.save': '저장하기',
  'notes.theirs': '지금 저장된 내용',
  'notes.theirs-hint': '그사이 다른 사람이 저장했습니다. 필요한 부분을 옮겨 적으세요. 다시 저장하면 이 내용을 대신합니다.',
  'notes.saved-said': '노트를 저장했습니다.',
  'notes.preview': '미리 보기',
  'notes.preview-said': '미리 보기가 양식 아래에 있습니다.',
};
