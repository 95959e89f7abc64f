/** Certificates of who completed: a code that anybody can check. */
@NullMarked
package bootcamp.enrollment.certificate;

import org.jspecify.annotations.NullMarked;
