@NullMarked
package bootcamp.enrollment.roster;

import org.jspecify.annotations.NullMarked;
