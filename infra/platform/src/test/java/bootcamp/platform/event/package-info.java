/** Tests of events on their way. */
@NullMarked
package bootcamp.platform.event;

import org.jspecify.annotations.NullMarked;
