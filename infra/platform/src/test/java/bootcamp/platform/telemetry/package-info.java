@NullMarked
package bootcamp.platform.telemetry;

import org.jspecify.annotations.NullMarked;
