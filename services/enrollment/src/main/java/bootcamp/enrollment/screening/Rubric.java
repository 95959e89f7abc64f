package bootcamp.enrollment.screening;

import bootcamp.enrollment.admission.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the applications of a cohort are scored by.
 *
 * @param items 1 to {@value #ITEMS_MAX} in the order in which they are shown; none where nobody has
 *     said it yet
 * @param reviewersNeeded how many score each application, 1 to {@value #REVIEWERS_MAX}: nobody else
 *     begins when so many are done, and everybody may see what was given; it stays once anybody has
 *     scored, or who sees it could be let score afterwards, and who scores could see it before
 */
record Rubric(List<Item> items, int reviewersNeeded) {

    static final int ITEMS_MAX = 20;
    static final int POINTS_MAX = 100;
    static final int REVIEWERS_MAX = 5;
    static final int LABEL_CHARS_MAX = 300;

    /** Names the sum of all items where items are listed, so none is called so. */
    static final String TOTAL = "total";

    /** Where nobody has said yet what is scored. */
    static final Rubric NONE = new Rubric(List.of(), 2);

    Rubric {
        items = List.copyOf(items);
    }

    /**
     * @param itemId what points name it by
     * @param hint what a reviewer looks for; null: none
     * @param pointsMax whole points from 0 to so many are given, 1 to {@value Rubric#POINTS_MAX}
     */
    record Item(String itemId, Words label, @Nullable Words hint, int pointsMax) {}

    /** The most that an application can be given. */
    int pointsMax() {
        return items.stream().mapToInt(Item::pointsMax).sum();
    }

    /**
     * Whether points that were given by the other still mean what they meant, and are shown to
     * nobody who can still give some.
     */
    boolean asksTheSameAs(Rubric other) {
        return reviewersNeeded == other.reviewersNeeded && byId().equals(other.byId());
    }

    private Map<String, Integer> byId() {
        Map<String, Integer> by = new HashMap<>();
        items.forEach(item -> by.put(item.itemId(), item.pointsMax()));
        return by;
    }
}
