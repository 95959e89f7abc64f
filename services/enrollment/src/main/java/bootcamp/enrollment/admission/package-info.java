/** Applying for a cohort: what is asked, what applicants answer, and what staff make of it. */
@NullMarked
package bootcamp.enrollment.admission;

import org.jspecify.annotations.NullMarked;
