/** The competition service: tasks with hidden labels, teams, and what their submissions score. */
@NullMarked
package bootcamp.competition;

import org.jspecify.annotations.NullMarked;
