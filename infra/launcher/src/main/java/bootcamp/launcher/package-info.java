/** The command line, and the whole platform in one JVM. */
@NullMarked
package bootcamp.launcher;

import org.jspecify.annotations.NullMarked;
