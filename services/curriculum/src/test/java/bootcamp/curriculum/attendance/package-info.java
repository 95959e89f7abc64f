@NullMarked
package bootcamp.curriculum.attendance;

import org.jspecify.annotations.NullMarked;
