/** Teams of a cohort for its projects, and who took part in what they did together. */
@NullMarked
package bootcamp.curriculum.team;

import org.jspecify.annotations.NullMarked;
