/**
 * Who of a cohort is likelier to leave than others: what is said of it, once a day. How it is
 * computed is in the package {@code risk}.
 */
@NullMarked
package bootcamp.enrollment.warning;

import org.jspecify.annotations.NullMarked;
