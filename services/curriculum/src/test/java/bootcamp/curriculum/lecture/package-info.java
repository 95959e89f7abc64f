@NullMarked
package bootcamp.curriculum.lecture;

import org.jspecify.annotations.NullMarked;
