/** What phones and mail programs subscribe to: calendars of a cohort and of a student. */
@NullMarked
package bootcamp.curriculum.calendar;

import org.jspecify.annotations.NullMarked;
