/**
 * How a service reads events: in a group, through Spring Cloud Stream, a batch at a time, so that
 * several processes share the work and take over from each other. What it folds outlives the
 * process. A gateway, whose fold is in memory, reads everything by itself instead: {@link
 * bootcamp.platform.feed}.
 */
@NullMarked
package bootcamp.platform.stream;

import org.jspecify.annotations.NullMarked;
