package bootcamp.enrollment.screening;

import bootcamp.enrollment.screening.Rubric.Item;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a reviewer gives.
 *
 * @param points by the ids of items, whole; none for what is left open
 * @param note null: none
 * @param done that it is to stay: every item has points then
 */
record NewScore(Map<String, JsonNode> points, @Nullable String note, boolean done) {

    static final int NOTE_CHARS_MAX = 2_000;

    /**
     * The points by item.
     *
     * @throws InvalidInput naming every field that is wrong
     */
    Map<String, Integer> given(Rubric rubric) {
        Checks checks = InvalidInput.checking().optionalText("note", note, NOTE_CHARS_MAX);
        Map<String, Integer> given = new HashMap<>();
        for (Item item : rubric.items()) {
            Integer points = points(checks, item);
            if (points != null) {
                given.put(item.itemId(), points);
            }
        }
        checks.that(
                        rubric.items().stream()
                                .map(Item::itemId)
                                .toList()
                                .containsAll(points.keySet()),
                        "points",
                        "NOT_SCORED")
                .orThrow();
        return given;
    }

    /** Null: there are none, or none that can be taken. */
    private @Nullable Integer points(Checks checks, Item item) {
        String field = "points." + item.itemId();
        JsonNode said = points.get(item.itemId());
        if (said == null || said.isNull()) {
            checks.that(!done, field, "REQUIRED");
            return null;
        }
        if (!said.isIntegralNumber() || !said.canConvertToInt()) {
            checks.wrong(field, "NOT_A_WHOLE_NUMBER");
            return null;
        }
        checks.range(field, said.asInt(), 0, item.pointsMax());
        return said.asInt();
    }

    @Nullable String noted() {
        return note == null || note.isBlank() ? null : note.strip();
    }
}
