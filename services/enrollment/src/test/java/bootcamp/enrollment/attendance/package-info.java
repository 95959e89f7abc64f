@NullMarked
package bootcamp.enrollment.attendance;

import org.jspecify.annotations.NullMarked;
