@NullMarked
package bootcamp.curriculum.form;

import org.jspecify.annotations.NullMarked;
