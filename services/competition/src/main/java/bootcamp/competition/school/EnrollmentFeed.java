package bootcamp.competition.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.projection.ProjectionReader.Entry;
import bootcamp.platform.stream.BatchReader;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Reads which cohorts there are and who belongs to them, and says who may have left. That is a
 * hint, said after it was written down: whoever gets it reads what is known then.
 */
public final class EnrollmentFeed implements BatchReader<Entry> {

    public static final String SERVICE = "enrollment";

    /** The consumer group. */
    public static final String READER = "competition-school";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    public static final EventCodec CODEC =
            EventCodec.reading(
                    Map.of("Cohort", 1, "Enrollment", 1, "Erasure", 1, "AttendanceImport", 1));

    private final Projection cohorts;
    private final Projection students;
    private final ProjectionReader projections = new ProjectionReader(this::entries);
    private final Function<Set<String>, Mono<Void>> mayHaveLeft;
    private final Mono<Void> lookAtEverything;

    /**
     * @param mayHaveLeft is told of students
     * @param lookAtEverything what a process does after its start to finish what another left
     */
    public EnrollmentFeed(
            Projection cohorts,
            Projection students,
            Function<Set<String>, Mono<Void>> mayHaveLeft,
            Mono<Void> lookAtEverything) {
        this.cohorts = cohorts;
        this.students = students;
        this.mayHaveLeft = mayHaveLeft;
        this.lookAtEverything = lookAtEverything;
    }

    @Override
    public List<Entry> read(Event event) {
        return projections.read(event);
    }

    private List<Entry> entries(Event event) {
        return switch (event.aggregate()) {
            case "Cohort" -> List.of(new Entry(cohorts, Cohorts.row(event, cohort(event))));
            case "Enrollment" -> enrollment(event);
            case "Erasure" -> List.of(new Entry(students, Students.erasure(event, erased(event))));
            default -> List.of();
        };
    }

    private static KnownCohort cohort(Event event) {
        JsonNode zone = event.state().path("timeZone");
        try {
            return new KnownCohort(
                    event.id(), ZoneId.of(text(zone).orElseThrow(() -> doesNotFit("timeZone"))));
        } catch (DateTimeException e) {
            throw doesNotFit("timeZone");
        }
    }

    private List<Entry> enrollment(Event event) {
        JsonNode state = event.state();
        String studentId = text(state, "studentId");
        String cohortId = text(state, "cohortId");
        if (studentId.isEmpty() || cohortId.isEmpty()) {
            // A claim that lapsed before anybody was enrolled.
            return List.of();
        }
        boolean removed = state.path("removed").asBoolean(false);
        String status = text(state, "status");
        return List.of(
                new Entry(
                        students,
                        Students.enrollment(event, studentId, cohortId, status, removed)));
    }

    private static boolean erased(Event event) {
        JsonNode erasedOn = event.state().path("erasedOn");
        if (!erasedOn.isNull() && !erasedOn.isString()) {
            throw doesNotFit("erasedOn");
        }
        return erasedOn.isString();
    }

    // ---- fields

    private static String text(JsonNode state, String field) {
        return text(state.path(field)).orElseThrow(() -> doesNotFit(field));
    }

    private static Optional<String> text(JsonNode value) {
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static Undecodable doesNotFit(String field) {
        return new Undecodable(Code.STATE_DOES_NOT_FIT, field);
    }

    @Override
    public Mono<Void> apply(List<Entry> batch) {
        Set<String> left =
                batch.stream()
                        .filter(entry -> entry.into() == students)
                        .filter(entry -> Students.mayHaveLeft(entry.row()))
                        .map(entry -> Students.studentOf(entry.row()))
                        .collect(Collectors.toSet());
        Mono<Void> told = left.isEmpty() ? Mono.empty() : Mono.defer(() -> mayHaveLeft.apply(left));
        return projections.apply(batch).then(told);
    }

    @Override
    public Mono<Void> takeOver() {
        return lookAtEverything;
    }
}
