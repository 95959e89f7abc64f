/** The pages as files: what browsers load, under which headers. */
@NullMarked
package bootcamp.gateway.page;

import org.jspecify.annotations.NullMarked;
