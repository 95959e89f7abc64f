@NullMarked
package bootcamp.enrollment.notice;

import org.jspecify.annotations.NullMarked;
