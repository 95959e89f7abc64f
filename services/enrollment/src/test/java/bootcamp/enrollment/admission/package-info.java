@NullMarked
package bootcamp.enrollment.admission;

import org.jspecify.annotations.NullMarked;
