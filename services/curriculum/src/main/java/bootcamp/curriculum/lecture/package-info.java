/** Special lectures: what is planned, who has a seat and who waits for one. */
@NullMarked
package bootcamp.curriculum.lecture;

import org.jspecify.annotations.NullMarked;
