@NullMarked
package bootcamp.competition.scoring;

import org.jspecify.annotations.NullMarked;
