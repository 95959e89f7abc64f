@NullMarked
package bootcamp.enrollment.risk;

import org.jspecify.annotations.NullMarked;
