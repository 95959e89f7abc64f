/**
 * Who stayed and for how long, exactly: the survival curve with its interval, the counts, and the
 * comparison of cohorts. Pure: {@code java.*} and the χ² distribution only.
 */
@NullMarked
package bootcamp.gateway.retention;

import org.jspecify.annotations.NullMarked;
