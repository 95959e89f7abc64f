@NullMarked
package bootcamp.enrollment.warning;

import org.jspecify.annotations.NullMarked;
