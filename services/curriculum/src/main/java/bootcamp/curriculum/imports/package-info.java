/** Attendance that staff import: pieces of sheets, asked for in events of enrollment. */
@NullMarked
package bootcamp.curriculum.imports;

import org.jspecify.annotations.NullMarked;
