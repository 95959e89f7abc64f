/** Screening: what reviewers look at in applications, what each of them gives, and what it told. */
@NullMarked
package bootcamp.enrollment.screening;

import org.jspecify.annotations.NullMarked;
