@NullMarked
package bootcamp.competition.peer;

import org.jspecify.annotations.NullMarked;
