@NullMarked
package bootcamp.platform.upkeep;

import org.jspecify.annotations.NullMarked;
