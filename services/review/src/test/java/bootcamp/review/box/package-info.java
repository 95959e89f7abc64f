@NullMarked
package bootcamp.review.box;

import org.jspecify.annotations.NullMarked;
