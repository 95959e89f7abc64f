/** Letters to students. The only package beside {@code person} that reads their addresses. */
@NullMarked
package bootcamp.enrollment.notice;

import org.jspecify.annotations.NullMarked;
