package bootcamp.enrollment.attendance;

import bootcamp.enrollment.attendance.AttendanceOutcome.Problem;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.State;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the curriculum has said of pieces of imports: one document each.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3~018cf2….0", "version": 4, "request": 2, "added": 12, "changed": 3, …,
 *   "problems": [ {"row": 7, "field": "date", "code": "SHEET_CLOSED"} ] }
 * { "_id": "ai-lab-3~018cf2….1", "version": 6, "removed": true }
 * }</pre>
 */
public final class AttendanceOutcomes {

    /** The aggregate of the curriculum that says so. */
    public static final String AGGREGATE = "AttendanceImportOutcome";

    private static final String REQUEST = "request";
    private static final List<String> COUNTS =
            List.of("added", "changed", "unchanged", "rejected", "restored", "kept");
    private static final String PROBLEMS = "problems";
    private static final String ROW = "row";
    private static final String FIELD = "field";
    private static final String CODE = "code";

    private final Projection projection;

    public AttendanceOutcomes(Projection projection) {
        this.projection = projection;
    }

    // ---- what is kept

    /**
     * @throws Undecodable where the state lacks what is needed
     */
    public static Row row(Event event) {
        State state = State.of(event);
        if (state.isTrue("removed")) {
            return Row.removed(event);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(REQUEST, state.longNumber(REQUEST));
        COUNTS.forEach(count -> fields.put(count, state.number(count)));
        fields.put(
                PROBLEMS, state.list(PROBLEMS).stream().map(AttendanceOutcomes::problem).toList());
        return Row.of(event, fields);
    }

    private static Map<String, @Nullable Object> problem(State said) {
        Map<String, @Nullable Object> problem = new LinkedHashMap<>();
        problem.put(ROW, said.number(ROW));
        problem.put(FIELD, said.has(FIELD) ? said.text(FIELD) : null);
        problem.put(CODE, said.text(CODE));
        return problem;
    }

    // ---- reading

    /**
     * What came of a step; empty as long as it has not been said.
     *
     * @param id of the piece
     * @param request version of the piece that asked for the step
     */
    public Mono<AttendanceOutcome> find(String id, long request) {
        return projection
                .find(id)
                .filter(found -> !found.removed())
                .map(AttendanceOutcomes::outcome)
                .filter(outcome -> outcome.request() >= request);
    }

    private static AttendanceOutcome outcome(Projected found) {
        Map<String, Object> fields = found.fields();
        List<Integer> counts = COUNTS.stream().map(count -> integer(fields, count)).toList();
        List<?> problems = (List<?>) Objects.requireNonNull(fields.get(PROBLEMS));
        return new AttendanceOutcome(
                ((Number) Objects.requireNonNull(fields.get(REQUEST))).longValue(),
                counts.get(0),
                counts.get(1),
                counts.get(2),
                counts.get(3),
                counts.get(4),
                counts.get(5),
                problems.stream().map(each -> problem((Map<?, ?>) each)).toList());
    }

    private static Problem problem(Map<?, ?> stored) {
        return new Problem(
                ((Number) Objects.requireNonNull(stored.get(ROW))).intValue(),
                (String) stored.get(FIELD),
                (String) Objects.requireNonNull(stored.get(CODE)));
    }

    private static int integer(Map<?, ?> fields, String name) {
        return ((Number) Objects.requireNonNull(fields.get(name))).intValue();
    }
}
