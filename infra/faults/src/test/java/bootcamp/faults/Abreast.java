package bootcamp.faults;

import bootcamp.faults.Site.Service;
import bootcamp.faults.WireProxy.Tap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Several processes decide on the same version of a cohort: the first write of each is held until
 * every one of them has its own on the way. Without the version in the write all of them would get
 * what only one can have.
 */
final class Abreast {

    private static final Duration MEET_MAX = Duration.ofSeconds(60);

    private final String cohortId;
    private final CountDownLatch underWay;

    private Abreast(String cohortId, int processes) {
        this.cohortId = cohortId;
        this.underWay = new CountDownLatch(processes);
    }

    /** From now on, until the proxies are tapped otherwise; each speaks through its own. */
    static Abreast hold(String cohortId, List<Service> services) {
        Abreast abreast = new Abreast(cohortId, services.size());
        services.forEach(service -> service.mongo().tap(abreast.first()));
        return abreast;
    }

    /** Fails where they did not come to decide at once: then nothing was shown. */
    void met() {
        Pause.untilDown(underWay, Duration.ZERO);
    }

    private Tap first() {
        AtomicBoolean came = new AtomicBoolean();
        return new Tap() {
            @Override
            public void request(byte[] request) {
                if (Wire.isUpdateOfCohort(request, cohortId) && came.compareAndSet(false, true)) {
                    underWay.countDown();
                    Pause.untilDown(underWay, MEET_MAX);
                }
            }
        };
    }
}
