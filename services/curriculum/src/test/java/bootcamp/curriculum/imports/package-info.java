@NullMarked
package bootcamp.curriculum.imports;

import org.jspecify.annotations.NullMarked;
