/**
 * What became of those who completed, after 3 and after 6 months: about a person, so it lies beside
 * the people, is erased with them, and told to nobody on any topic.
 */
@NullMarked
package bootcamp.enrollment.later;

import org.jspecify.annotations.NullMarked;
