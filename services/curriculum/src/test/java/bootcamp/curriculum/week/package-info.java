@NullMarked
package bootcamp.curriculum.week;

import org.jspecify.annotations.NullMarked;
