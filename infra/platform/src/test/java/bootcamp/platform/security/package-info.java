/** What holds whoever asks too often back. */
@NullMarked
package bootcamp.platform.security;

import org.jspecify.annotations.NullMarked;
