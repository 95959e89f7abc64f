/** The same request sent again: known by its key, answered once. */
@NullMarked
package bootcamp.platform.idempotency;

import org.jspecify.annotations.NullMarked;
