/** Finds what waits on a thread that must not wait, in the tests of every module that has it. */
@NullMarked
package bootcamp.platform.blocking;

import org.jspecify.annotations.NullMarked;
