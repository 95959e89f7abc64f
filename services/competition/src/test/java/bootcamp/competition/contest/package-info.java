@NullMarked
package bootcamp.competition.contest;

import org.jspecify.annotations.NullMarked;
