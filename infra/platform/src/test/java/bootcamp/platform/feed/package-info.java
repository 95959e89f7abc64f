@NullMarked
package bootcamp.platform.feed;

import org.jspecify.annotations.NullMarked;
