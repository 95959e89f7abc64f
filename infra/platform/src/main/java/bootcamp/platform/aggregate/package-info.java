/** The write side: pure decisions, one guarded write each, the outbox inside the document. */
@NullMarked
package bootcamp.platform.aggregate;

import org.jspecify.annotations.NullMarked;
