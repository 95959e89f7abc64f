package bootcamp.platform.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body of {@code application/merge-patch+json} (RFC 7396): what it names is changed, null empties
 * a field, all else stays.
 *
 * @param named what has a value; its other components are null
 * @param emptied names of fields that are null
 */
public record MergePatch<T>(T named, Set<String> emptied) {

    /** Also the plain type of JSON: nobody means anything else by a PATCH. */
    public static final String TYPE = "application/merge-patch+json";

    /**
     * @param type of which every component may be null
     * @param mayBeEmptied fields that may be null
     * @throws InvalidInput naming the fields that may not
     */
    public static <T> MergePatch<T> of(
            ObjectNode body, Class<T> type, JsonMapper json, Set<String> mayBeEmptied) {
        Set<String> emptied = new HashSet<>();
        body.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNull()) {
                                emptied.add(field.getKey());
                            }
                        });
        T named = json.treeToValue(body, type);
        List<FieldError> wrong =
                emptied.stream()
                        .filter(field -> !mayBeEmptied.contains(field))
                        .map(field -> FieldError.of(field, "REQUIRED"))
                        .toList();
        if (!wrong.isEmpty()) {
            throw new InvalidInput(wrong);
        }
        return new MergePatch<>(named, Set.copyOf(emptied));
    }
}
