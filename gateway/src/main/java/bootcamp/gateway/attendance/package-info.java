/**
 * Attendance, exact: what the marks of training days come to under the cohort's policy. Pure; the
 * definitions are those of the product's page, as settled: {@code docs/glossary.md}.
 */
@NullMarked
package bootcamp.gateway.attendance;

import org.jspecify.annotations.NullMarked;
