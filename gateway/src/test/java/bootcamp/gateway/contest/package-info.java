@NullMarked
package bootcamp.gateway.contest;

import org.jspecify.annotations.NullMarked;
