package bootcamp.platform.aggregate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one write will make of an aggregate: waiting commands decided one after another on the
 * loaded state, each seeing what the ones before it did.
 */
final class Draft<S, C, E> {

    private static final int ANSWERS_MAX = 32;
    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS =
            new TypeReference<>() {};

    private final AggregateType<S, C, E> type;
    private final JsonMapper json;
    private final AggregateDocument<S> before;
    private final Instant now;

    private final List<E> changes = new ArrayList<>();
    private final List<Document> answers;
    private final List<Settled<S, C, E>> settled = new ArrayList<>();
    private S state;
    private boolean answersChanged;
    private @Nullable String trace;
    private @Nullable Document stateFields;
    private @Nullable Document outboxEntry;

    /** A waiting command with what will be said to it once the write is durable. */
    private record Settled<S, C, E>(Waiting<S, C, E> waiting, Runnable saying) {}

    Draft(
            AggregateType<S, C, E> type,
            JsonMapper json,
            AggregateDocument<S> before,
            Instant now,
            List<Waiting<S, C, E>> waiting) {
        this.type = type;
        this.json = json;
        this.before = before;
        this.now = now;
        this.state = before.state();
        this.answers = new ArrayList<>(before.answers());
        waiting.forEach(this::take);
    }

    private void take(Waiting<S, C, E> waiting) {
        Refusal refusal = termsBroken(waiting.terms());
        if (refusal != null) {
            settle(waiting, () -> waiting.refuse(refusal));
            return;
        }
        Document remembered = remembered(waiting.terms().key());
        if (remembered != null) {
            settle(waiting, () -> waiting.repeat(remembered.getString("answer")));
            return;
        }
        switch (type.decide().apply(state, waiting.command())) {
            case Decision.Refused<E>(var refused) -> settle(waiting, () -> waiting.refuse(refused));
            case Decision.Accepted<E>(var facts) -> accept(waiting, facts);
        }
    }

    private void accept(Waiting<S, C, E> waiting, List<E> facts) {
        S next = state;
        for (E fact : facts) {
            next = type.evolve().apply(next, fact);
        }
        long version = before.version() + (changes.isEmpty() && facts.isEmpty() ? 0 : 1);
        Versioned<S> after = new Versioned<>(before.id(), version, next);
        CommandKey key = waiting.terms().key();
        if (key != null && version > 0) {
            if (answers.size() >= ANSWERS_MAX) {
                settle(waiting, () -> waiting.refuse(StoreRefusal.TOO_MANY_ANSWERS));
                return;
            }
            answers.add(
                    AggregateDocument.answer(
                            key, now, json.writeValueAsString(waiting.answer(after))));
            answersChanged = true;
        }
        state = next;
        changes.addAll(facts);
        trace = facts.isEmpty() ? trace : waiting.trace();
        settle(waiting, () -> waiting.accept(new Outcome<>(after, facts)));
    }

    private void settle(Waiting<S, C, E> waiting, Runnable saying) {
        settled.add(new Settled<>(waiting, saying));
    }

    private @Nullable Refusal termsBroken(Terms terms) {
        CommandKey key = terms.key();
        Document known = remembered(key);
        if (key != null && known != null) {
            return key.body().equals(known.getString("body"))
                    ? null
                    : StoreRefusal.IDEMPOTENCY_KEY_REUSED;
        }
        Long wanted = terms.ifVersion();
        long present = before.version() + (changes.isEmpty() ? 0 : 1);
        return wanted == null || wanted == present ? null : StoreRefusal.STALE_VERSION;
    }

    private @Nullable Document remembered(@Nullable CommandKey key) {
        if (key == null) {
            return null;
        }
        return answers.stream()
                .filter(answer -> key.key().equals(answer.getString("key")))
                .findFirst()
                .orElse(null);
    }

    /** Says to every command what came of it; only after the write, if there is one, is durable. */
    void settleAll() {
        settled.forEach(each -> each.saying().run());
    }

    boolean hasChanges() {
        return !changes.isEmpty();
    }

    boolean hasNothingToWrite() {
        return changes.isEmpty() && !answersChanged;
    }

    int outboxFacts() {
        return before.outboxFacts() + changes.size();
    }

    long version() {
        return before.version() + (changes.isEmpty() ? 0 : 1);
    }

    S state() {
        return state;
    }

    List<E> changes() {
        return changes;
    }

    /** Made once: it is measured before it is written. */
    Document stateFields() {
        if (stateFields == null) {
            stateFields = AggregateDocument.fields(state, json);
        }
        return stateFields;
    }

    List<Document> answers() {
        return answers;
    }

    boolean hasAnswers() {
        return answersChanged;
    }

    /** As loaded: whoever adds an answer raises it by one. */
    long answerWritesBefore() {
        return before.answerWrites();
    }

    Document outboxEntry() {
        if (outboxEntry == null) {
            List<Map<String, Object>> facts = facts();
            int bytes = json.writeValueAsBytes(facts).length;
            outboxEntry = AggregateDocument.outboxEntry(version(), now, trace, bytes, facts);
        }
        return outboxEntry;
    }

    /** Of the facts of this write, as a record has them. */
    int factBytes() {
        return outboxEntry().getInteger("bytes");
    }

    /** With those that waited already. */
    int outboxBytes() {
        return before.outboxBytes() + factBytes();
    }

    private List<Map<String, Object>> facts() {
        List<Map<String, Object>> facts = new ArrayList<>();
        for (E change : changes) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("type", nameOf(change));
            fact.putAll(json.convertValue(type.publicChange().apply(change), FIELDS));
            facts.add(fact);
        }
        return facts;
    }

    private String nameOf(E change) {
        for (var entry : type.changes().entrySet()) {
            if (entry.getValue().isInstance(change)) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException(type.name() + " has no name for one of its facts");
    }
}
