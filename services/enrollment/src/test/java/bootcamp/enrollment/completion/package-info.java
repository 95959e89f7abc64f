@NullMarked
package bootcamp.enrollment.completion;

import org.jspecify.annotations.NullMarked;
