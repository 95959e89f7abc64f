/** The week of a cohort: its modules, its sessions, and who teaches them. */
@NullMarked
package bootcamp.curriculum.week;

import org.jspecify.annotations.NullMarked;
