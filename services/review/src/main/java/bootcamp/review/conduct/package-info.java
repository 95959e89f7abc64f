/**
 * Reports to staff of how somebody behaved, and what is written back and forth about them by
 * nobody's name.
 */
@NullMarked
package bootcamp.review.conduct;

import org.jspecify.annotations.NullMarked;
