package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.CohortFact;
import bootcamp.gateway.feed.FactReader;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All cohorts folded once more, beside those that are shown, until they take their place.
 *
 * <p>While that goes on, whatever arrives is folded into both, and in here first: so a fact that
 * comes at the moment of the change is either in here already or is folded into what took the
 * place, and none is lost.
 */
final class Refolding implements FactReader {

    private final Map<String, CohortState> states = new ConcurrentHashMap<>();

    @Override
    public void on(CohortFact fact, long version, Instant time) {
        fact.concerned().forEach(cohortId -> state(cohortId).on(cohortId, fact, version, time));
    }

    private CohortState state(String cohortId) {
        return states.computeIfAbsent(cohortId, _ -> new CohortState());
    }

    Set<String> cohortIds() {
        return states.keySet();
    }

    /** Empty where nothing was read of it. */
    CohortState of(String cohortId) {
        return states.getOrDefault(cohortId, new CohortState());
    }
}
