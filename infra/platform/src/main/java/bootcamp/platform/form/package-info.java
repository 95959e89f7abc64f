/** What forms of staff have in common: times of a clock on the wall, and what is wrong by field. */
@NullMarked
package bootcamp.platform.form;

import org.jspecify.annotations.NullMarked;
