@NullMarked
package bootcamp.platform.task;

import org.jspecify.annotations.NullMarked;
