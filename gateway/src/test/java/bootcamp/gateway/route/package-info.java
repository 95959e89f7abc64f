@NullMarked
package bootcamp.gateway.route;

import org.jspecify.annotations.NullMarked;
