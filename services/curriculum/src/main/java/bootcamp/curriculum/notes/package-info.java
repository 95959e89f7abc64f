/** What staff leave of a lecture once it was held: notes, and a link to its recording. */
@NullMarked
package bootcamp.curriculum.notes;

import org.jspecify.annotations.NullMarked;
