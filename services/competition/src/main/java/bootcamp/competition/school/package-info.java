/** What this service keeps of the enrollment service's facts: cohorts, and who belongs to them. */
@NullMarked
package bootcamp.competition.school;

import org.jspecify.annotations.NullMarked;
