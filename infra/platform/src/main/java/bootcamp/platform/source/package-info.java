/**
 * Where ids come from; time comes from {@link java.time.InstantSource}. The only randomness there
 * is.
 */
@NullMarked
package bootcamp.platform.source;

import org.jspecify.annotations.NullMarked;
