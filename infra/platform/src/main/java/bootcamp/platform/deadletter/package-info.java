/** What could not be processed: parked by itself, listed, tried again, dropped. */
@NullMarked
package bootcamp.platform.deadletter;

import org.jspecify.annotations.NullMarked;
