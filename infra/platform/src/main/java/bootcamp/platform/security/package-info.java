/** Who asks, and how a service knows that it was the gateway who said so. */
@NullMarked
package bootcamp.platform.security;

import org.jspecify.annotations.NullMarked;
