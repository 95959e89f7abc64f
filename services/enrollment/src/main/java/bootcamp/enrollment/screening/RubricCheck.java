package bootcamp.enrollment.screening;

import bootcamp.enrollment.admission.Words;
import bootcamp.enrollment.screening.Rubric.Item;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether applications can be scored by a rubric; every fault with its field. */
final class RubricCheck {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final Checks checks = InvalidInput.checking();

    private RubricCheck() {}

    /**
     * @throws InvalidInput naming every field that is wrong
     */
    static void require(Rubric rubric) {
        RubricCheck check = new RubricCheck();
        check.rubric(rubric);
        check.checks.orThrow();
    }

    private void rubric(Rubric rubric) {
        List<Item> items = rubric.items();
        checks.range("reviewersNeeded", rubric.reviewersNeeded(), 1, Rubric.REVIEWERS_MAX)
                .range("items.length", items.size(), 1, Rubric.ITEMS_MAX);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(items.size(), Rubric.ITEMS_MAX); i++) {
            item("items[" + i + "]", items.get(i), seen);
        }
    }

    private void item(String field, Item item, Set<String> seen) {
        String id = item.itemId();
        checks.that(ID.matcher(id).matches(), field + ".itemId", "NOT_AN_ITEM_ID")
                .that(!id.equals(Rubric.TOTAL), field + ".itemId", "MEANS_THE_SUM")
                .that(seen.add(id), field + ".itemId", "TWICE");
        words(field + ".label", item.label());
        if (item.hint() != null) {
            words(field + ".hint", item.hint());
        }
        checks.range(field + ".pointsMax", item.pointsMax(), 1, Rubric.POINTS_MAX);
    }

    private void words(String field, Words words) {
        checks.text(field + ".ko", words.ko(), Rubric.LABEL_CHARS_MAX)
                .text(field + ".en", words.en(), Rubric.LABEL_CHARS_MAX);
    }
}
