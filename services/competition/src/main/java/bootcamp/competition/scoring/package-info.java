/** How a submission becomes a score: pure, and the same in the service and in the command. */
@NullMarked
package bootcamp.competition.scoring;

import org.jspecify.annotations.NullMarked;
