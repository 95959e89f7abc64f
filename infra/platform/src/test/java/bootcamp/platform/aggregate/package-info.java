@NullMarked
package bootcamp.platform.aggregate;

import org.jspecify.annotations.NullMarked;
