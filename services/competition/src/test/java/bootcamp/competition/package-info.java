@NullMarked
package bootcamp.competition;

import org.jspecify.annotations.NullMarked;
