@NullMarked
package bootcamp.competition.school;

import org.jspecify.annotations.NullMarked;
