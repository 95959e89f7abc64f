/** Speaking to a platform that runs somewhere, over its public API. */
@NullMarked
package bootcamp.launcher.client;

import org.jspecify.annotations.NullMarked;
