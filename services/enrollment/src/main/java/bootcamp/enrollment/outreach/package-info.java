/**
 * What staff did to reach a student, and what came of it. It is about people: kept beside who they
 * are, erased with them, and told to nobody on any topic.
 */
@NullMarked
package bootcamp.enrollment.outreach;

import org.jspecify.annotations.NullMarked;
