@NullMarked
package bootcamp.enrollment.certificate;

import org.jspecify.annotations.NullMarked;
