/** The read side without a database: whole topics, read from the start into memory. */
@NullMarked
package bootcamp.platform.feed;

import org.jspecify.annotations.NullMarked;
