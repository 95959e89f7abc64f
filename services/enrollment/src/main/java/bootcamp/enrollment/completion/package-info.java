/**
 * Who completes and why: a cohort's completion policy and what it says of a student's evidence.
 * Pure.
 */
@NullMarked
package bootcamp.enrollment.completion;

import org.jspecify.annotations.NullMarked;
