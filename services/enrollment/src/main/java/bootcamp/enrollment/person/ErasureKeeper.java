package bootcamp.enrollment.person;

import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sees to it that every erasure that was promised is carried out, whoever promised it. */
public final class ErasureKeeper {

    private static final int PAGE = 200;

    private final AggregateStore<Erasure, ErasePerson, OfErasure> erasures;
    private final PersonStore persons;
    private final Function<String, Mono<Void>> alsoForgotten;

    /**
     * @param alsoForgotten what others keep of a student, by id
     */
    public ErasureKeeper(
            AggregateStore<Erasure, ErasePerson, OfErasure> erasures,
            PersonStore persons,
            Function<String, Mono<Void>> alsoForgotten) {
        this.erasures = erasures;
        this.persons = persons;
        this.alsoForgotten = alsoForgotten;
    }

    /**
     * Once after a start: what a predecessor promised and did not do. One that fails holds up no
     * other.
     */
    public Mono<Void> catchUp() {
        return all(null)
                .concatMapDelayError(
                        each ->
                                alsoForgotten
                                        .apply(each.id())
                                        .then(
                                                Mono.defer(
                                                        () -> persons.erase(each.id(), day(each)))))
                .then();
    }

    private static LocalDate day(Versioned<Erasure> erasure) {
        return Objects.requireNonNull(erasure.state().erasedOn());
    }

    private Flux<Versioned<Erasure>> all(@Nullable String after) {
        return erasures.page(after, PAGE)
                .collectList()
                .flatMapMany(
                        page ->
                                page.size() < PAGE
                                        ? Flux.fromIterable(page)
                                        : Flux.fromIterable(page)
                                                .concatWith(
                                                        Flux.defer(
                                                                () -> all(page.getLast().id()))));
    }
}
