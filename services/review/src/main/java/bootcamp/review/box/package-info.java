/** Reviews, and the figures of them that may be seen. */
@NullMarked
package bootcamp.review.box;

import org.jspecify.annotations.NullMarked;
