/** Sheets of attendance that staff import: the pieces that curriculum carries out, and outcomes. */
@NullMarked
package bootcamp.enrollment.attendance;

import org.jspecify.annotations.NullMarked;
