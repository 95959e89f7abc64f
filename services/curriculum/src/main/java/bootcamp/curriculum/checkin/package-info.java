/** Check-in: the code that is shown in the room, and the stamps that it makes. */
@NullMarked
package bootcamp.curriculum.checkin;

import org.jspecify.annotations.NullMarked;
