/**
 * What reviews speak of more than others do, found in their words. It knows neither reviews nor
 * targets: texts go in, topics come out.
 */
@NullMarked
package bootcamp.review.topic;

import org.jspecify.annotations.NullMarked;
