/**
 * What a running process tells those who run it: log lines, metrics, and how a command travelled.
 * Ids, types, places, codes and counts; never what a person typed.
 */
@NullMarked
package bootcamp.platform.telemetry;

import org.jspecify.annotations.NullMarked;
