/** What can be asked of the platform, by whom, and which service answers. */
@NullMarked
package bootcamp.gateway.route;

import org.jspecify.annotations.NullMarked;
