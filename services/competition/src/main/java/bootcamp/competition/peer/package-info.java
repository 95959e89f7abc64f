/** What the members of a team contributed, as they rate each other: pure. */
@NullMarked
package bootcamp.competition.peer;

import org.jspecify.annotations.NullMarked;
