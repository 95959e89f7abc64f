/** Real servers in containers, where there is Docker, for the kits that the embedded ones pass. */
@NullMarked
package bootcamp.platform.container;

import org.jspecify.annotations.NullMarked;
