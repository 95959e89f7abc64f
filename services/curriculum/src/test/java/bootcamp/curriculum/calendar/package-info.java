@NullMarked
package bootcamp.curriculum.calendar;

import org.jspecify.annotations.NullMarked;
