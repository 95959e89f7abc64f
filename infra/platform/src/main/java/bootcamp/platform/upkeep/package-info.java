/**
 * What every service does so that its topic says what its documents say: after a start, every day,
 * and when somebody asks.
 */
@NullMarked
package bootcamp.platform.upkeep;

import org.jspecify.annotations.NullMarked;
