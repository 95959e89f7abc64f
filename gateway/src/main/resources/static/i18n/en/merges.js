/** English texts of teams that become one. The keys are those of ko/merges.js. */
export default {
  'merges.team': 'Team',
  'merges.title': 'Become one with another team',
  'merges.until': 'Two teams may become one until {time}.',
  'merges.rule': 'All submissions of both stay and count together, those of the day too. It is refused where both have had more than one team could have had so far.',
  'merges.over': 'Teams do not merge any more.',
  'merges.asks': {one: '{name} asks to come into your team: {n} person together.', other: '{name} asks to come into your team: {n} people together.'},
  'merges.accept': 'Become one team',
  'merges.decline': 'Decline',
  'merges.asked': 'You asked {name} to become one team. They have not answered.',
  'merges.back': 'Take it back',
  'merges.ask': 'Ask a team',
  'merges.ask-intro': 'If they accept, your team goes into theirs, under their name, with all that you have submitted.',
  'merges.nobody': 'There is no team with which yours could become one now.',
  'merges.intro': '{name} comes into your team with its members and all submissions. This stays.',
  'merges.done': '{name} and you are one team now.',
};
