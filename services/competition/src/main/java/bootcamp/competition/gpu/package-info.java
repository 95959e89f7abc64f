/** GPUs: pools of named ones, and who has which of them when. */
@NullMarked
package bootcamp.competition.gpu;

import org.jspecify.annotations.NullMarked;
