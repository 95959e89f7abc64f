@NullMarked
package bootcamp.platform.idempotency;

import org.jspecify.annotations.NullMarked;
