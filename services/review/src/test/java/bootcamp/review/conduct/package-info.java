@NullMarked
package bootcamp.review.conduct;

import org.jspecify.annotations.NullMarked;
