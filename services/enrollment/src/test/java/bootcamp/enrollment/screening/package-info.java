@NullMarked
package bootcamp.enrollment.screening;

import org.jspecify.annotations.NullMarked;
