@NullMarked
package bootcamp.enrollment.outreach;

import org.jspecify.annotations.NullMarked;
