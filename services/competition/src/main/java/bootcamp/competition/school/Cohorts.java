package bootcamp.competition.school;

import bootcamp.platform.event.Event;
import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projected;
import bootcamp.platform.projection.Projection.Row;
import java.time.ZoneId;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * The cohorts there are.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3", "version": 7, "timeZone": "Asia/Seoul" }
 * }</pre>
 */
public final class Cohorts {

    private static final String ZONE = "timeZone";

    private final Lookup lookup;

    public Cohorts(Lookup lookup) {
        this.lookup = lookup;
    }

    static Row row(Event event, KnownCohort cohort) {
        return Row.of(event, Map.of(ZONE, cohort.zone().getId()));
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
        return new KnownCohort(cohort.id(), ZoneId.of(String.valueOf(cohort.fields().get(ZONE))));
    }
}
