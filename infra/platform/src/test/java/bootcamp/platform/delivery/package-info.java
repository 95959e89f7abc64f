/**
 * The delivery kit: any reader is run as topics really deliver, and must end as if everything had
 * come once and in order.
 */
@NullMarked
package bootcamp.platform.delivery;

import org.jspecify.annotations.NullMarked;
