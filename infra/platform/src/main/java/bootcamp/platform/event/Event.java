package bootcamp.platform.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one write of an aggregate made known: its id, its version and its whole public state after
 * the write, beside what changed.
 *
 * <p>A reader folds {@code state} if {@code version} is above the one it holds, and ignores the
 * event otherwise. {@code changes} are for notices and logs: a record may carry those of several
 * versions, and compaction forgets them.
 *
 * @param aggregate noun of the glossary, such as {@code Enrollment}
 * @param id of the aggregate, unique within its noun
 * @param version number of writes that made the state, from 1; gaps are allowed
 * @param schemaVersion of the state, from 1
 * @param service that owns the aggregate, such as {@code enrollment}
 * @param time of the newest change; for people, never for deciding what is newer
 * @param changes facts in the past tense, each an object with a {@code type}; none where the state
 *     is only repeated
 * @param state the public state, an object
 * @param traceparent W3C trace context of the command; null where there was none
 */
public record Event(
        String aggregate,
        String id,
        long version,
        int schemaVersion,
        String service,
        Instant time,
        List<JsonNode> changes,
        JsonNode state,
        @Nullable String traceparent) {

    public Event {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(state, "state");
        changes = List.copyOf(changes);
    }

    /** The record's key: {@code Enrollment/<id>}. */
    public String key() {
        return keyOf(aggregate, id);
    }

    public static String keyOf(String aggregate, String id) {
        return aggregate + '/' + id;
    }
}
