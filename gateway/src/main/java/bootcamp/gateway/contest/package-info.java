/**
 * What a team of a competition has submitted as it is scored, for the pages that are open on it.
 */
@NullMarked
package bootcamp.gateway.contest;

import org.jspecify.annotations.NullMarked;
