@NullMarked
package bootcamp.enrollment.person;

import org.jspecify.annotations.NullMarked;
