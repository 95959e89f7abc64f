/** The only package that knows who a student is: names, addresses, remarks, and their erasure. */
@NullMarked
package bootcamp.enrollment.person;

import org.jspecify.annotations.NullMarked;
