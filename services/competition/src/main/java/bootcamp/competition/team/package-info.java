/** Teams, what they submit, what it scores, and where that puts them. */
@NullMarked
package bootcamp.competition.team;

import org.jspecify.annotations.NullMarked;
