@NullMarked
package bootcamp.gateway.retention;

import org.jspecify.annotations.NullMarked;
