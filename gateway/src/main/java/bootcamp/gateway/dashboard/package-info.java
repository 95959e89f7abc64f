/** One live dashboard for each cohort: folded in memory, rendered once, handed to many. */
@NullMarked
package bootcamp.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
