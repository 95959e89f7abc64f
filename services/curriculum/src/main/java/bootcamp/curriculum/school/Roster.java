package bootcamp.curriculum.school;

import bootcamp.curriculum.school.CourseStay.Leave;
import bootcamp.platform.event.Event;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who is in the course of a cohort, and from when to when: one document for each enrollment, so
 * that all of a cohort is one range of ids.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3/77aa…", "version": 7, "entered": true, "enteredOn": "2024-01-02",
 *   "leftOn": null, "leaves": [{"from": "2024-02-11", "until": "2024-02-17"}] }
 * { "_id": "ai-lab-3/81bc…", "version": 2, "entered": false }
 * { "_id": "ai-lab-3/90fe…", "version": 3, "removed": true }
 * }</pre>
 */
public final class Roster {

    private static final String ENTERED = "entered";
    private static final String ENTERED_ON = "enteredOn";
    private static final String LEFT_ON = "leftOn";
    private static final String LEAVES = "leaves";
    private static final String FROM = "from";
    private static final String UNTIL = "until";

    private final Projection projection;
    private final Lookup lookup;

    public Roster(Projection projection, Lookup lookup) {
        this.projection = projection;
        this.lookup = lookup;
    }

    // ---- what is kept

    /**
     * @param stay null: never was in the course
     */
    static Row entry(
            Event event,
            String studentId,
            String cohortId,
            @Nullable CourseStay stay,
            boolean removed) {
        return new Row(cohortId + "/" + studentId, event.version(), removed ? null : fields(stay));
    }

    private static Map<String, ?> fields(@Nullable CourseStay stay) {
        if (stay == null) {
            return Map.of(ENTERED, false);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ENTERED, true);
        fields.put(ENTERED_ON, text(stay.enteredOn()));
        fields.put(LEFT_ON, text(stay.leftOn()));
        fields.put(LEAVES, stay.leaves().stream().map(Roster::leave).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> leave(Leave leave) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(FROM, text(leave.from()));
        fields.put(UNTIL, text(leave.until()));
        return fields;
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    // ---- reading

    /** Whoever is or was in the course, ascending by student, as far as is known. */
    public Mono<List<CourseStay>> of(String cohortId) {
        return projection.findUnder(cohortId + "/").mapNotNull(Roster::stay).collectList();
    }

    /** One student's; empty for who never was in the course, as far as is known. */
    public Mono<CourseStay> of(String cohortId, String studentId) {
        return projection.find(cohortId + "/" + studentId).mapNotNull(Roster::stay);
    }

    /**
     * As above, but waits for those who may be on their way.
     *
     * @param wanted students of whom each is to be there
     * @param there what each is to be like
     * @return with whoever is there after the wait, of those wanted perhaps not all; fails with 503
     *     {@code NOT_YET_KNOWN} where somebody is not there and it can't be told yet
     */
    public Mono<List<CourseStay>> find(
            String cohortId, Set<String> wanted, Predicate<CourseStay> there) {
        Mono<List<CourseStay>> look =
                of(cohortId).filter(stays -> idsOf(stays, there).containsAll(wanted));
        return lookup.find(look).switchIfEmpty(Mono.defer(() -> of(cohortId)));
    }

    private static Set<String> idsOf(List<CourseStay> stays, Predicate<CourseStay> there) {
        return stays.stream().filter(there).map(CourseStay::studentId).collect(Collectors.toSet());
    }

    private static @Nullable CourseStay stay(Projected found) {
        Map<String, Object> fields = found.fields();
        if (found.removed() || !Boolean.TRUE.equals(fields.get(ENTERED))) {
            return null;
        }
        return new CourseStay(
                found.id().substring(found.id().indexOf('/') + 1),
                day(fields.get(ENTERED_ON)).orElse(null),
                day(fields.get(LEFT_ON)).orElse(null),
                fields.get(LEAVES) instanceof List<?> list
                        ? list.stream().map(Roster::leave).toList()
                        : List.of());
    }

    private static Leave leave(Object stored) {
        Map<?, ?> fields = (Map<?, ?>) stored;
        return new Leave(day(fields.get(FROM)).orElseThrow(), day(fields.get(UNTIL)).orElse(null));
    }

    private static Optional<LocalDate> day(@Nullable Object stored) {
        return Optional.ofNullable(stored).map(String::valueOf).map(LocalDate::parse);
    }
}
