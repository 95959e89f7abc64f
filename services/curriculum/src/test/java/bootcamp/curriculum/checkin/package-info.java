@NullMarked
package bootcamp.curriculum.checkin;

import org.jspecify.annotations.NullMarked;
