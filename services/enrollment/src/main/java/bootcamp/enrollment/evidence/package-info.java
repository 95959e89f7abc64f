/** What students do, as the other services say it, and what the completion policy makes of it. */
@NullMarked
package bootcamp.enrollment.evidence;

import org.jspecify.annotations.NullMarked;
