package bootcamp.enrollment.person;

import bootcamp.enrollment.EnrollmentEvent.OfErasure;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sees to it that every erasure that was promised is carried out, whoever promised it. */
public final class ErasureKeeper {

    private static final int PAGE = 200;

    private final AggregateStore<Erasure, ErasePerson, OfErasure> erasures;
    private final PersonStore persons;

    public ErasureKeeper(
            AggregateStore<Erasure, ErasePerson, OfErasure> erasures, PersonStore persons) {
        this.erasures = erasures;
        this.persons = persons;
    }

    /** Once after a start: what a predecessor promised and did not do. */
    public Mono<Void> catchUp() {
        return all(null).concatMap(each -> persons.erase(each.id(), day(each))).then();
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
