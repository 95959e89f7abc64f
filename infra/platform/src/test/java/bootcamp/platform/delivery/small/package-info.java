/** A reader to try the kit on. */
@NullMarked
package bootcamp.platform.delivery.small;

import org.jspecify.annotations.NullMarked;
