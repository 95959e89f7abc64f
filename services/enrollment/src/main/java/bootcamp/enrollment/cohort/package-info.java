/** Cohorts: what is planned, whether it is open, and the ledger of its places. */
@NullMarked
package bootcamp.enrollment.cohort;

import org.jspecify.annotations.NullMarked;
