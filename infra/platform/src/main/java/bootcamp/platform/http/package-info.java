/** HTTP as every service speaks it: strict bodies, problem answers, pages, entity tags, guards. */
@NullMarked
package bootcamp.platform.http;

import org.jspecify.annotations.NullMarked;
