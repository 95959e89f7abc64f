package bootcamp.enrollment.admission;

import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.person.Erasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.service.RunningService;
import java.time.LocalDate;

/** An erasure as a process leaves it that ends after its first step. */
public final class Erasing {

    private Erasing() {}

    /** The word is there, and nothing else is done. */
    @SuppressWarnings("unchecked")
    public static void say(RunningService service, String studentId) {
        AggregateStore<Erasure, ErasePerson, OfErasure> erasures =
                service.bean(0, "erasures", AggregateStore.class);
        erasures.transact(studentId, new ErasePerson(LocalDate.parse("2024-02-01"))).block();
    }
}
