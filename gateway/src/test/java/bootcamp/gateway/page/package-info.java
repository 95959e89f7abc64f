@NullMarked
package bootcamp.gateway.page;

import org.jspecify.annotations.NullMarked;
