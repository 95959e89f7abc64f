/** Who is in which cohort: the life of an enrollment, and rosters that bring many at once. */
@NullMarked
package bootcamp.enrollment.roster;

import org.jspecify.annotations.NullMarked;
