/**
 * A real Kafka broker and a server of MongoDB's wire protocol in this JVM, both on disk and on
 * loopback only. Knows neither the platform nor the domain, so that any module's tests can use it.
 */
@NullMarked
package bootcamp.embedded;

import org.jspecify.annotations.NullMarked;
