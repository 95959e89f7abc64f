@NullMarked
package bootcamp.platform.outbox;

import org.jspecify.annotations.NullMarked;
