/** Who is here, who left, and when: cohorts, enrollments, rosters and the people behind them. */
@NullMarked
package bootcamp.enrollment;

import org.jspecify.annotations.NullMarked;
