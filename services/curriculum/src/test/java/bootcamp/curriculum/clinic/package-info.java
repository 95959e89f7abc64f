@NullMarked
package bootcamp.curriculum.clinic;

import org.jspecify.annotations.NullMarked;
