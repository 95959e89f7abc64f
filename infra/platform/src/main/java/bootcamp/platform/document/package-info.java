/** What all who write documents ask of the driver. */
@NullMarked
package bootcamp.platform.document;

import org.jspecify.annotations.NullMarked;
