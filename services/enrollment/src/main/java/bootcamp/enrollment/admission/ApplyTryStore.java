package bootcamp.enrollment.admission;

import bootcamp.platform.security.TryCounts;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/**
 * Counts applications by cohort and by e-mail, and files by cohort: nobody is signed in, and
 * whoever floods a cohort has many addresses.
 */
final class ApplyTryStore {

    static final int OF_EMAIL_MAX = 10;
    static final int OF_COHORT_MAX = 500;
    static final int FILES_OF_COHORT_MAX = 500;
    private static final Duration SPAN = Duration.ofHours(1);

    private final TryCounts counts;
    private final KeyedHash hash;

    ApplyTryStore(MongoDatabase database, KeyedHash hash, InstantSource clock) {
        this.counts = new TryCounts(database.getCollection("applicationTries"), SPAN, clock);
        this.hash = hash;
    }

    /** Counts one; fails with 429 where there were too many this hour. */
    Mono<Void> count(String cohortId, String email) {
        String ofEmail = hash.of("applications by e-mail", cohortId, email);
        String ofCohort = hash.of("applications", cohortId);
        return counts.count(ofEmail, OF_EMAIL_MAX)
                .then(Mono.defer(() -> counts.count(ofCohort, OF_COHORT_MAX)));
    }

    /** Counts one file; fails as {@link #count} does. */
    Mono<Void> countFile(String cohortId) {
        return counts.count(hash.of("files of applications", cohortId), FILES_OF_COHORT_MAX);
    }

    /** To be called now and then. */
    Mono<Long> sweep() {
        return counts.sweep();
    }
}
