package bootcamp.enrollment.person;

import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.RefusedException;
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

    /**
     * Whether somebody has said that this student is to be forgotten; from that very moment,
     * however much of it is done.
     */
    public Mono<Boolean> isErased(String studentId) {
        return erasures.find(studentId)
                .map(found -> found.state().erasedOn() != null)
                .defaultIfEmpty(false);
    }

    /**
     * Writes something about a student. Looked for before and after: who is erased meanwhile is
     * forgotten in what was written, too.
     *
     * @param forget undoes what {@code write} does
     * @return fails with {@link PersonRefusal#ERASED}; then nothing is left of it
     */
    public <T> Mono<T> unlessErased(String studentId, Mono<T> write, Mono<Void> forget) {
        return demandKnown(studentId)
                .then(write)
                .delayUntil(
                        _ ->
                                demandKnown(studentId)
                                        .onErrorResume(
                                                RefusedException.class,
                                                erased -> forget.then(Mono.error(erased))));
    }

    private Mono<Void> demandKnown(String studentId) {
        return isErased(studentId)
                .flatMap(
                        erased ->
                                erased
                                        ? Mono.error(new RefusedException(PersonRefusal.ERASED))
                                        : Mono.empty());
    }

    /** The word first, so that whoever finds it can finish what it asks for. */
    public Mono<Void> erase(String studentId, LocalDate on) {
        return erasures.transact(studentId, new ErasePerson(on))
                .then(Mono.defer(() -> alsoForgotten.apply(studentId)))
                .then(Mono.defer(() -> persons.erase(studentId, on)));
    }
}
