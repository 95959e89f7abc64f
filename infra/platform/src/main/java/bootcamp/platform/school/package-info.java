/**
 * Who belongs to which cohort, as the services know it that are told by the enrollment service:
 * each keeps it in its own database, and all read it in one way.
 */
@NullMarked
package bootcamp.platform.school;

import org.jspecify.annotations.NullMarked;
