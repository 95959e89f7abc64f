/** Competitions: what staff plan, publish and close, their hidden labels and their data files. */
@NullMarked
package bootcamp.competition.contest;

import org.jspecify.annotations.NullMarked;
