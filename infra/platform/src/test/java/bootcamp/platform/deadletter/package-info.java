@NullMarked
package bootcamp.platform.deadletter;

import org.jspecify.annotations.NullMarked;
