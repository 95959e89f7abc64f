@NullMarked
package bootcamp.gateway.feed;

import org.jspecify.annotations.NullMarked;
