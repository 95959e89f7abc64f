/**
 * What services promise each other about events, as files; and the checks that keep the promise.
 */
@NullMarked
package bootcamp.contracts;

import org.jspecify.annotations.NullMarked;
