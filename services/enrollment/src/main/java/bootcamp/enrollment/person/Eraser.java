package bootcamp.enrollment.person;

import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.platform.aggregate.AggregateStore;
import java.time.LocalDate;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Forgets who a student is; the anonymous history stays. */
public final class Eraser {

    private final AggregateStore<Erasure, ErasePerson, OfErasure> erasures;
    private final PersonStore persons;
    private final Function<String, Mono<Void>> alsoForgotten;

    /**
     * @param alsoForgotten what others keep of a student, by id
     */
    public Eraser(
            AggregateStore<Erasure, ErasePerson, OfErasure> erasures,
            PersonStore persons,
            Function<String, Mono<Void>> alsoForgotten) {
        this.erasures = erasures;
        this.persons = persons;
        this.alsoForgotten = alsoForgotten;
    }

    /** The word first, so that whoever finds it can finish what it asks for. */
    public Mono<Void> erase(String studentId, LocalDate on) {
        return erasures.transact(studentId, new ErasePerson(on))
                .then(Mono.defer(() -> alsoForgotten.apply(studentId)))
                .then(Mono.defer(() -> persons.erase(studentId, on)));
    }
}
