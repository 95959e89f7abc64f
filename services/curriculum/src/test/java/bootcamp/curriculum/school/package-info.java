@NullMarked
package bootcamp.curriculum.school;

import org.jspecify.annotations.NullMarked;
