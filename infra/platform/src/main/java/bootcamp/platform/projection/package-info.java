/**
 * What a service keeps of another's aggregates, as documents in its own database: filled by events,
 * guarded by versions, read by id. Services never call each other.
 */
@NullMarked
package bootcamp.platform.projection;

import org.jspecify.annotations.NullMarked;
