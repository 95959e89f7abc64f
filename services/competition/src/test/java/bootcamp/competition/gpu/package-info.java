/** Pools of GPUs and their weeks. */
@NullMarked
package bootcamp.competition.gpu;

import org.jspecify.annotations.NullMarked;
