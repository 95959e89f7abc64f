/** How fast the platform is, each figure beside the limit measured in the same run. */
@NullMarked
package bootcamp.bench;

import org.jspecify.annotations.NullMarked;
