package bootcamp.embedded;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a query can match at most, as far as its condition on {@code _id} says.
 *
 * <p>It only narrows: every document selected is still matched against the whole query.
 */
sealed interface IdSelection {

    /** Nothing usable is said about {@code _id}. */
    record All() implements IdSelection {}

    /** These keys, in the order of keys. */
    record Keys(Set<String> keys) implements IdSelection {}

    /** Strings between the two, both ends included; no upper end where {@code to} is null. */
    record Range(String from, @Nullable String to) implements IdSelection {}

    static IdSelection of(Document query) {
        IdSelection direct = query.containsKey("_id") ? ofCondition(query.get("_id")) : new All();
        if (direct instanceof All && query.get("$and") instanceof Collection<?> parts) {
            return parts.stream()
                    .map(part -> part instanceof Document document ? of(document) : new All())
                    .filter(selection -> !(selection instanceof All))
                    .findFirst()
                    .orElse(direct);
        }
        return direct;
    }

    static boolean isPattern(@Nullable Object value) {
        return BsonRegularExpression.isRegularExpression(value);
    }

    private static IdSelection ofCondition(@Nullable Object condition) {
        if (condition == null || isPattern(condition)) {
            return new All();
        }
        return condition instanceof Document document && hasOperator(document)
                ? ofOperators(document)
                : new Keys(Set.of(StoredKey.of(condition)));
    }

    private static boolean hasOperator(Document document) {
        return document.keySet().stream().anyMatch(key -> key.startsWith("$"));
    }

    private static IdSelection ofOperators(Document operators) {
        if (operators.get("$eq") instanceof Object value && !isPattern(value)) {
            return new Keys(Set.of(StoredKey.of(value)));
        }
        if (operators.get("$in") instanceof Collection<?> values
                && values.stream().noneMatch(IdSelection::isPattern)) {
            Set<String> keys = new TreeSet<>();
            values.forEach(value -> keys.add(StoredKey.of(value)));
            return new Keys(keys);
        }
        return ofBounds(
                operators.getOrDefault("$gte", operators.get("$gt")),
                operators.getOrDefault("$lte", operators.get("$lt")));
    }

    /** A bound that is a string matches strings only, so one of them is enough for a range. */
    private static IdSelection ofBounds(@Nullable Object lower, @Nullable Object upper) {
        boolean usable =
                (lower instanceof String && (upper == null || upper instanceof String))
                        || (lower == null && upper instanceof String);
        return usable ? new Range(lower == null ? "" : (String) lower, (String) upper) : new All();
    }
}
