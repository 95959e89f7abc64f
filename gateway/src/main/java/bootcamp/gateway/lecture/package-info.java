/** A special lecture as it goes on, for the pages that are open on it. */
@NullMarked
package bootcamp.gateway.lecture;

import org.jspecify.annotations.NullMarked;
