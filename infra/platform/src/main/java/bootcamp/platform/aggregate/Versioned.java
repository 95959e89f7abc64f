package bootcamp.platform.aggregate;

/**
 * A state as it stood after a write.
 *
 * @param version number of writes that made it, from 1; 0 where there is no document yet
 */
public record Versioned<S>(String id, long version, S state) {}
