@NullMarked
package bootcamp.enrollment.cohort;

import org.jspecify.annotations.NullMarked;
