/**
 * Events and how they travel: one record an event, CloudEvents 1.0 in Kafka's binary mode, JSON
 * inside. The names of the headers are known in {@link bootcamp.platform.event.EventCodec} only.
 */
@NullMarked
package bootcamp.platform.event;

import org.jspecify.annotations.NullMarked;
