package bootcamp.curriculum.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection.Row;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The cohorts there are.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3", "version": 7, "timeZone": "Asia/Seoul", "startDate": "2024-01-02",
 *   "endDate": "2024-07-31", "trainingWeekdays": ["MONDAY", …], "holidays": ["2024-02-09"] }
 * }</pre>
 */
public final class Cohorts {

    private static final String ZONE = "timeZone";
    private static final String START = "startDate";
    private static final String END = "endDate";
    private static final String WEEKDAYS = "trainingWeekdays";
    private static final String HOLIDAYS = "holidays";

    private final Lookup lookup;

    public Cohorts(Lookup lookup) {
        this.lookup = lookup;
    }

    static Row row(Event event, KnownCohort cohort) {
        return Row.of(
                event,
                Map.of(
                        ZONE,
                        cohort.zone().getId(),
                        START,
                        cohort.startDate().toString(),
                        END,
                        cohort.endDate().toString(),
                        WEEKDAYS,
                        cohort.trainingWeekdays().stream().sorted().map(DayOfWeek::name).toList(),
                        HOLIDAYS,
                        cohort.holidays().stream().sorted().map(LocalDate::toString).toList()));
    }

    /**
     * The cohort; one that may be on its way is waited for.
     *
     * @return empty where there is none; fails with 503 {@code NOT_YET_KNOWN} where that can't be
     *     told yet
     */
    public Mono<KnownCohort> find(String cohortId) {
        return lookup.find(cohortId).map(Cohorts::known);
    }

    private static KnownCohort known(Projected cohort) {
        return new KnownCohort(
                cohort.id(),
                ZoneId.of(text(cohort, ZONE)),
                LocalDate.parse(text(cohort, START)),
                LocalDate.parse(text(cohort, END)),
                texts(cohort, WEEKDAYS).map(DayOfWeek::valueOf).collect(Collectors.toSet()),
                texts(cohort, HOLIDAYS).map(LocalDate::parse).collect(Collectors.toSet()));
    }

    private static String text(Projected cohort, String field) {
        return String.valueOf(cohort.fields().get(field));
    }

    private static Stream<String> texts(Projected cohort, String field) {
        return cohort.fields().get(field) instanceof List<?> list
                ? list.stream().map(String::valueOf)
                : Stream.empty();
    }
}
