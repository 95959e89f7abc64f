@NullMarked
package bootcamp.gateway.attendance;

import org.jspecify.annotations.NullMarked;
