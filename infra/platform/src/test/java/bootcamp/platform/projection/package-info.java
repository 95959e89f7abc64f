@NullMarked
package bootcamp.platform.projection;

import org.jspecify.annotations.NullMarked;
