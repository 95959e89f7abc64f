@NullMarked
package bootcamp.curriculum.request;

import org.jspecify.annotations.NullMarked;
