@NullMarked
package bootcamp.competition.team;

import org.jspecify.annotations.NullMarked;
