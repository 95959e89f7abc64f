/** What this service keeps of the others' facts: who may review what, and until when. */
@NullMarked
package bootcamp.review.school;

import org.jspecify.annotations.NullMarked;
