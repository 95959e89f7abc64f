/** Tests of what is known of the school. */
@NullMarked
package bootcamp.review.school;

import org.jspecify.annotations.NullMarked;
