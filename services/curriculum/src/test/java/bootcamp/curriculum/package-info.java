@NullMarked
package bootcamp.curriculum;

import org.jspecify.annotations.NullMarked;
