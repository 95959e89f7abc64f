@NullMarked
package bootcamp.curriculum.question;

import org.jspecify.annotations.NullMarked;
