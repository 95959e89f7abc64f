/** What the gateway takes from the topics, read tolerantly into its own small records. */
@NullMarked
package bootcamp.gateway.feed;

import org.jspecify.annotations.NullMarked;
