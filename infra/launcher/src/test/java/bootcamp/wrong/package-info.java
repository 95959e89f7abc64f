/** Small programs that each break one of the {@link bootcamp.rules}, to show that it bites. */
@NullMarked
package bootcamp.wrong;

import org.jspecify.annotations.NullMarked;
