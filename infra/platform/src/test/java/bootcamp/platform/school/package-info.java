@NullMarked
package bootcamp.platform.school;

import org.jspecify.annotations.NullMarked;
