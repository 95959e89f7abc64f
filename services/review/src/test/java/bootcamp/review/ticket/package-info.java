@NullMarked
package bootcamp.review.ticket;

import org.jspecify.annotations.NullMarked;
