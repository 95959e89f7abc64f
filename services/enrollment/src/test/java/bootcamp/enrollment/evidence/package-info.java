@NullMarked
package bootcamp.enrollment.evidence;

import org.jspecify.annotations.NullMarked;
