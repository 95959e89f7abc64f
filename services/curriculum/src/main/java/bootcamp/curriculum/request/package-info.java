/**
 * What students ask of the attendance of a day that is over for them, with evidence, and what staff
 * decide.
 */
@NullMarked
package bootcamp.curriculum.request;

import org.jspecify.annotations.NullMarked;
