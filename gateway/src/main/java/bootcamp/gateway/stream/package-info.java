/** Streams of events to pages, whatever they are about. */
@NullMarked
package bootcamp.gateway.stream;

import org.jspecify.annotations.NullMarked;
