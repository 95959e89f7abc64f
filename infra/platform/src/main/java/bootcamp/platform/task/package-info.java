/** Work that outlives the request that asked for it. */
@NullMarked
package bootcamp.platform.task;

import org.jspecify.annotations.NullMarked;
