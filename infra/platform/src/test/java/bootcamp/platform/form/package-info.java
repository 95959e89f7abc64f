@NullMarked
package bootcamp.platform.form;

import org.jspecify.annotations.NullMarked;
