/** Early warning: the chance that a student withdraws within the next fortnight. Pure. */
@NullMarked
package bootcamp.enrollment.risk;

import org.jspecify.annotations.NullMarked;
