/**
 * The demo: an invented programme, told through the public API alone. It knows no service, so it
 * fills any installation.
 */
@NullMarked
package bootcamp.launcher.demo;

import org.jspecify.annotations.NullMarked;
