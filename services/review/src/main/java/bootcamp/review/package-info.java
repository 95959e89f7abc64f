/** What students think, of whom nobody can know which. */
@NullMarked
package bootcamp.review;

import org.jspecify.annotations.NullMarked;
