package bootcamp.gateway.dashboard;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of each entity of one kind, by its id.
 *
 * <p>A state replaces the one held only if its version is above it. An entity that is gone, or
 * belongs elsewhere now, stays as a version without a state, so that the sum of versions never
 * falls. Guarded by its owner's lock.
 *
 * @param <T> all that is kept of one; immutable
 */
final class Entities<T> {

    private record Entity<T>(long version, @Nullable T state) {}

    private final Map<String, Entity<T>> byId = new HashMap<>();
    private long versions;

    /**
     * @param state null: in no figure, or no more
     * @return false where as much was known before
     */
    boolean put(String id, long version, @Nullable T state) {
        long held = version(id);
        if (version <= held) {
            return false;
        }
        byId.put(id, new Entity<>(version, state));
        versions += version - held;
        return true;
    }

    private long version(String id) {
        Entity<T> entity = byId.get(id);
        return entity == null ? 0 : entity.version();
    }

    boolean knows(String id) {
        return byId.containsKey(id);
    }

    /** Those that have one, in no order. */
    Stream<T> states() {
        return byId.values().stream().map(Entity::state).filter(Objects::nonNull);
    }

    /** Sum of the highest versions of all that were ever here. */
    long versions() {
        return versions;
    }

    boolean isAheadOf(Entities<?> other) {
        return byId.entrySet().stream()
                .anyMatch(each -> each.getValue().version() > other.version(each.getKey()));
    }

    /**
     * @param other of the same kind
     * @return true where that changed something
     */
    @SuppressWarnings("unchecked")
    boolean become(Entities<?> other) {
        if (byId.equals(other.byId)) {
            return false;
        }
        byId.clear();
        byId.putAll(((Entities<T>) other).byId);
        versions = other.versions;
        return true;
    }
}
