/** English texts of the page on which the writer of a report comes back. The keys are those of ko/conduct.js. */
export default {
  'conduct.title': 'Come back to what you reported',
  'conduct.sub': 'With the code that was shown when you sent it. You are not signed in here, and nothing says who you are.',
  'conduct.code': 'Code',
  'conduct.code-hint': 'Five groups of four, as K7QF-M2XA-3D9T-0HNB-R5CW',
  'conduct.come-back': 'Read the answer',
  'conduct.state.WAITING': 'Staff have it, and have not answered yet. Come back with the same code.',
  'conduct.state.ANSWERED': 'Staff have answered.',
  'conduct.state.CLOSED': 'Staff are done with it. If you write again it is open again.',
  'conduct.sent': 'Sent, by nobody. Come back with the same code.',
  'conduct.from.WRITER': 'You',
  'conduct.from.STAFF': 'Staff',
  'conduct.again': 'Write again',
  'conduct.text': 'To staff',
  'conduct.text-hint': 'Write nothing that only you can know, unless you want to be known.',
  'conduct.send': 'Send',
  'conduct.forget': 'Leave, and forget the code here',
};
