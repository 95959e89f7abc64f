@NullMarked
package bootcamp.curriculum.notes;

import org.jspecify.annotations.NullMarked;
