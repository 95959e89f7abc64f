@NullMarked
package bootcamp.bench;

import org.jspecify.annotations.NullMarked;
