/** Clinics: short meetings with a practitioner that students book, and what they are told there. */
@NullMarked
package bootcamp.curriculum.clinic;

import org.jspecify.annotations.NullMarked;
