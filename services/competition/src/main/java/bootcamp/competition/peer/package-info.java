/** What the members of a team contributed, as they rate each other once a competition is over. */
@NullMarked
package bootcamp.competition.peer;

import org.jspecify.annotations.NullMarked;
