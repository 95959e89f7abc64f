@NullMarked
package bootcamp.gateway.lecture;

import org.jspecify.annotations.NullMarked;
