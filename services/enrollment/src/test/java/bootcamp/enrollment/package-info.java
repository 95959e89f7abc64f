@NullMarked
package bootcamp.enrollment;

import org.jspecify.annotations.NullMarked;
