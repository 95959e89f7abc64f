/**
 * Blind signatures: a student's right to one review, which the service signs and cannot recognise.
 */
@NullMarked
package bootcamp.review.ticket;

import org.jspecify.annotations.NullMarked;
