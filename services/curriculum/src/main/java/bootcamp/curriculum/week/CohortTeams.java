package bootcamp.curriculum.week;

import java.util.Set;
import reactor.core.publisher.Mono;

/** Knows the teams of a cohort: sessions may be for some of them. */
public interface CohortTeams {

    /** Ids of those that are not dissolved; empty where none was formed. */
    Mono<Set<String>> standing(String cohortId);
}
