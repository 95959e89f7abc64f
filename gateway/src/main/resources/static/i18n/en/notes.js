/** English texts of notes of a lecture. The keys are those of ko/notes.js. */
export default {
  'notes.title': 'Notes and recording',
  'notes.edit': 'Edit',
  'notes.none': 'There are no notes yet.',
  'notes.none-staff': 'There are no notes yet. Students of its cohorts read what you write here.',
  'notes.recording': 'Recording',
  'notes.written': 'Last changed {time}',
  'notes.text': 'Notes',
  'notes.text-hint': 'Markdown, at most 64 KiB: # heading, * list, **bold**, | table |, [link](https://…). HTML is shown as it is typed.',
  'notes.recording-url': 'Link to the recording',
  'notes.recording-hint': 'Begins with https://',
  'notes.save': 'Save',
  'notes.theirs': 'What is saved now',
  'notes.theirs-hint': 'Somebody saved this meanwhile. Take over what you need; saving again replaces it.',
  'notes.saved-said': 'The notes are saved.',
  'notes.preview': 'Preview',
  'notes.preview-said': 'The preview is below the form.',
};
