/** Mechanism that every service shares: no type here knows a word of the domain. */
@NullMarked
package bootcamp.platform;

import org.jspecify.annotations.NullMarked;
