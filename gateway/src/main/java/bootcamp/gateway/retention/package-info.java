/**
 * Who stayed and for how long, exactly: the survival curve with its interval, the counts, the
 * comparison of cohorts, and why and when students left. Pure: {@code java.*} and distributions
 * only.
 */
@NullMarked
package bootcamp.gateway.retention;

import org.jspecify.annotations.NullMarked;
