@NullMarked
package bootcamp.platform.file;

import org.jspecify.annotations.NullMarked;
