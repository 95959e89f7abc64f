@NullMarked
package bootcamp.review;

import org.jspecify.annotations.NullMarked;
