/** From the outbox inside each document to Kafka: at least once, newest last. */
@NullMarked
package bootcamp.platform.outbox;

import org.jspecify.annotations.NullMarked;
