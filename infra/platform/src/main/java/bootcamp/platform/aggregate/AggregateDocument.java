package bootcamp.platform.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * One aggregate as it is stored.
 *
 * <pre>{@code
 * { "_id": "5f0c…", "version": 7,
 *   "state": { … the whole private state … },
 *   "outbox": [ { "version": 7, "at": ISODate, "trace": "00-…", "bytes": 412, "changes": [ {"type": "StudentWithdrew", …} ] } ],
 *   "answers": [ { "key": "9a…", "body": "77…", "at": ISODate, "answer": "{…}" } ],
 *   "answerWrites": 3
 * }</pre>
 *
 * @param version 0 where there is no document yet
 * @param outboxFacts number of facts not yet pulled when it was read
 * @param outboxBytes of those facts, as a record has them
 * @param answers those of the last {@link #ANSWER_KEPT}, oldest first
 * @param answerWrites how often answers were added: a command that changes nothing keeps its answer
 *     without raising the version
 */
record AggregateDocument<S>(
        String id,
        long version,
        S state,
        int outboxFacts,
        int outboxBytes,
        List<Document> answers,
        long answerWrites) {

    static final Duration ANSWER_KEPT = Duration.ofHours(24);

    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS =
            new TypeReference<>() {};

    static <S> AggregateDocument<S> absent(String id, S initial) {
        return new AggregateDocument<>(id, 0, initial, 0, 0, List.of(), 0);
    }

    static <S> AggregateDocument<S> of(
            Document stored, Class<S> type, JsonMapper json, Instant now) {
        Date oldest = Date.from(now.minus(ANSWER_KEPT));
        return new AggregateDocument<>(
                stored.getString("_id"),
                version(stored),
                state(stored, type, json),
                facts(stored),
                factBytes(stored),
                documents(stored, "answers").stream()
                        .filter(answer -> answer.getDate("at").after(oldest))
                        .toList(),
                answerWrites(stored));
    }

    /** Not there until the first answer. */
    private static long answerWrites(Document stored) {
        Number writes = stored.get("answerWrites", Number.class);
        return writes == null ? 0 : writes.longValue();
    }

    static long version(Document stored) {
        return stored.get("version", Number.class).longValue();
    }

    static <S> S state(Document stored, Class<S> type, JsonMapper json) {
        return json.convertValue(stored.get("state"), type);
    }

    static Document fields(Object state, JsonMapper json) {
        return new Document(json.convertValue(state, FIELDS));
    }

    /**
     * @param bytes of the changes as a record has them
     */
    static Document outboxEntry(
            long version,
            Instant at,
            @Nullable String trace,
            int bytes,
            List<Map<String, Object>> changes) {
        return new Document("version", version)
                .append("at", Date.from(at))
                .append("trace", trace)
                .append("bytes", bytes)
                .append("changes", changes);
    }

    static Document answer(CommandKey key, Instant at, String answer) {
        return new Document("key", key.key())
                .append("body", key.body())
                .append("at", Date.from(at))
                .append("answer", answer);
    }

    static List<Document> documents(Document stored, String field) {
        List<Document> list = stored.getList(field, Document.class);
        return list == null ? List.of() : list;
    }

    private static int facts(Document stored) {
        return documents(stored, "outbox").stream()
                .mapToInt(entry -> documents(entry, "changes").size())
                .sum();
    }

    private static int factBytes(Document stored) {
        return documents(stored, "outbox").stream()
                .mapToInt(entry -> entry.getInteger("bytes", 0))
                .sum();
    }
}
