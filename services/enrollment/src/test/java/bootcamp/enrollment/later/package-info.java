@NullMarked
package bootcamp.enrollment.later;

import org.jspecify.annotations.NullMarked;
