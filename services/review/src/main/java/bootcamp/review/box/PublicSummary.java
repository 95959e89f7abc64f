package bootcamp.review.box;

import bootcamp.review.school.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What anybody may see of a programme: the published values of its cohorts together, and the words
 * that staff let be shown. It says nothing of less than a whole published step of a cohort.
 *
 * @param words in the order of their letters, which tells nothing of cohorts
 */
record PublicSummary(PublishedFigures figures, List<Words> words) {

    private static final Comparator<Words> BY_LETTERS =
            Comparator.comparing((Words each) -> String.valueOf(each.pros()))
                    .thenComparing(each -> String.valueOf(each.cons()));

    /**
     * @param boxes of the programme, one for each cohort
     */
    static PublicSummary of(Collection<Box> boxes) {
        Map<Measure, List<Integer>> together = new EnumMap<>(Measure.class);
        List<Words> words = new ArrayList<>();
        for (Box box : boxes) {
            box.visible()
                    .forEach(
                            (measure, values) -> {
                                if (isToldOfCohort(measure, values)) {
                                    together.computeIfAbsent(measure, _ -> new ArrayList<>())
                                            .addAll(values);
                                }
                            });
            words.addAll(box.published());
        }
        words.sort(BY_LETTERS);
        return new PublicSummary(
                PublishedFigures.of(Kind.PROGRAMME, together, 0), List.copyOf(words));
    }

    /** What is kept back of one cohort could else be had by subtracting the others. */
    private static boolean isToldOfCohort(Measure measure, List<Integer> values) {
        return measure == Measure.RECOMMEND || !PublishedFigures.areAlike(values);
    }
}
