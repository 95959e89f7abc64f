/** The curriculum service: what is taught, when, and who has a seat. */
@NullMarked
package bootcamp.curriculum;

import org.jspecify.annotations.NullMarked;
