/** Attendance: the sheet of each training day, the policy it counts under, and what it comes to. */
@NullMarked
package bootcamp.curriculum.attendance;

import org.jspecify.annotations.NullMarked;
