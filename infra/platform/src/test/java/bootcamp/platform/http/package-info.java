@NullMarked
package bootcamp.platform.http;

import org.jspecify.annotations.NullMarked;
