@NullMarked
package bootcamp.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
