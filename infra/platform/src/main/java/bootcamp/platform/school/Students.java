package bootcamp.platform.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.Projection.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * Who belongs to which cohort: one document for each enrollment, and one for each erasure, so that
 * all about a student is one range of ids.
 *
 * <pre>{@code
 * { "_id": "77aa…/ai-lab-3", "version": 7, "status": "ENROLLED" }
 * { "_id": "77aa…/ai-lab-2", "version": 3, "removed": true }
 * { "_id": "77aa…/", "version": 1, "erased": true }
 * }</pre>
 */
public final class Students {

    private static final String STATUS = "status";
    private static final String ERASED = "erased";

    private final Projection projection;
    private final Lookup lookup;

    public Students(Projection projection, Lookup lookup) {
        this.projection = projection;
        this.lookup = lookup;
    }

    // ---- what is kept

    /**
     * What is kept of an enrollment.
     *
     * @param event in which it is told
     * @param removed whether it was entered by mistake: nothing but that is kept
     */
    public static Row enrollment(
            Event event, String studentId, String cohortId, String status, boolean removed) {
        return new Row(
                studentId + "/" + cohortId,
                event.version(),
                removed ? null : Map.of(STATUS, status));
    }

    /**
     * What is kept of the word that a student is erased.
     *
     * @param erased false: not yet
     */
    public static Row erasure(Event event, boolean erased) {
        return new Row(event.id() + "/", event.version(), Map.of(ERASED, erased));
    }

    /** Whose row it is. */
    public static String studentOf(Row row) {
        return row.id().substring(0, row.id().indexOf('/'));
    }

    /** Whether somebody with such a row may have left. */
    public static boolean mayHaveLeft(Row row) {
        Map<String, ?> fields = row.fields();
        return fields == null
                || Boolean.TRUE.equals(fields.get(ERASED))
                || isGone(String.valueOf(fields.get(STATUS)));
    }

    private static boolean isEnrolled(String status) {
        return switch (status) {
            case "ENROLLED", "ON_LEAVE" -> true;
            default -> false;
        };
    }

    private static boolean isGone(String status) {
        return switch (status) {
            case "WITHDRAWN", "REJECTED" -> true;
            default -> false;
        };
    }

    // ---- reading

    /** As far as is known; of an unknown student it says nothing. */
    public Mono<Membership> of(String studentId) {
        return projection
                .findUnder(studentId + "/")
                .collectList()
                .map(found -> membership(studentId, found));
    }

    /**
     * As above, but waits for what may be on its way.
     *
     * @param wanted what the membership is to be like
     * @return empty where it is not like that; fails with 503 {@code NOT_YET_KNOWN} where that
     *     can't be told yet
     */
    public Mono<Membership> find(String studentId, Predicate<Membership> wanted) {
        return lookup.find(of(studentId).filter(wanted));
    }

    /** Whether the student was erased, as far as is known. */
    public Mono<Boolean> isErased(String studentId) {
        return projection
                .findUnder(studentId + "/")
                .any(each -> Boolean.TRUE.equals(each.fields().get(ERASED)));
    }

    private static Membership membership(String studentId, List<Projected> found) {
        Set<String> cohortIds = new HashSet<>();
        Set<String> enrolledIn = new HashSet<>();
        Set<String> goneFrom = new HashSet<>();
        boolean erased = false;
        for (Projected each : found) {
            String cohortId = each.id().substring(studentId.length() + 1);
            String status = String.valueOf(each.fields().get(STATUS));
            if (cohortId.isEmpty()) {
                erased = Boolean.TRUE.equals(each.fields().get(ERASED));
            } else if (each.removed()) {
                goneFrom.add(cohortId);
            } else {
                cohortIds.add(cohortId);
                if (isEnrolled(status)) {
                    enrolledIn.add(cohortId);
                } else if (isGone(status)) {
                    goneFrom.add(cohortId);
                }
            }
        }
        if (erased) {
            goneFrom.addAll(cohortIds);
            return new Membership(studentId, Set.of(), Set.of(), goneFrom);
        }
        return new Membership(studentId, cohortIds, enrolledIn, goneFrom);
    }
}
