@NullMarked
package bootcamp.platform.stream;

import org.jspecify.annotations.NullMarked;
