@NullMarked
package bootcamp.review.topic;

import org.jspecify.annotations.NullMarked;
