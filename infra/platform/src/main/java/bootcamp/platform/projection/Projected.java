package bootcamp.platform.projection;

import java.util.Map;

/**
 * One aggregate of another service as it is kept here.
 *
 * @param version of the aggregate when it said so
 * @param removed the aggregate has ended; there are no fields
 * @param fields what the reader chose to keep of the state
 */
public record Projected(String id, long version, boolean removed, Map<String, Object> fields) {}
