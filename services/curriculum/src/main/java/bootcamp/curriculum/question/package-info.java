/** What students want to know of a special lecture: asked, voted for, answered, looked after. */
@NullMarked
package bootcamp.curriculum.question;

import org.jspecify.annotations.NullMarked;
