/**
 * Does to the platform what the world does to it, and checks that nothing accepted is lost. All of
 * it is test code: no module that runs for people knows of it, and none has a switch for it.
 */
@NullMarked
package bootcamp.faults;

import org.jspecify.annotations.NullMarked;
