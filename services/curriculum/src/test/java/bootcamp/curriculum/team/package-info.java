@NullMarked
package bootcamp.curriculum.team;

import org.jspecify.annotations.NullMarked;
