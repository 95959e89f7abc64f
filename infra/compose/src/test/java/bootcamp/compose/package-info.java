/** That the compose file, the images, the documents and what the code reads agree. */
@NullMarked
package bootcamp.compose;

import org.jspecify.annotations.NullMarked;
