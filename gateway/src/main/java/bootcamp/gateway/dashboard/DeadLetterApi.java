package bootcamp.gateway.dashboard;

import bootcamp.platform.deadletter.DeadLetter;
import bootcamp.platform.deadletter.DeadLetters;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The records that a reader lacks because it could not process them, be it the dashboards or any
 * other: see, try again, give up.
 *
 * <p>What is asked for takes effect when it is read back from its topic; an answer waits for that a
 * moment, and else tells how the letter stands.
 */
@RestController
final class DeadLetterApi {

    private static final String PATH = "/api/dead-letters";
    private static final String LIST = "dead-letters";
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int LOOKS_MAX = 40;

    private final DeadLetters letters;
    private final Cursors cursors;
    private final Idempotency idempotency;

    DeadLetterApi(DeadLetters letters, Cursors cursors, Idempotency idempotency) {
        this.letters = letters;
        this.cursors = cursors;
        this.idempotency = idempotency;
    }

    /**
     * A letter without what it holds, which may be anything.
     *
     * @param error why, in UPPER_SNAKE or as the class of an exception
     * @param reason where in the record; may be empty
     * @param version of the aggregate, as the record claims it; 0: it claims none
     * @param cohortId the first of {@code cohortIds}
     * @param cohortIds whose dashboards lack it, as far as the record says so; may be none
     */
    record Letter(
            String id,
            String reader,
            String topic,
            int partition,
            long offset,
            String error,
            String reason,
            int attempt,
            long version,
            @Nullable String cohortId,
            Instant openedAt,
            DeadLetter.State state,
            List<String> cohortIds) {

        static Letter of(DeadLetter letter) {
            return new Letter(
                    letter.id(),
                    letter.reader(),
                    letter.topic(),
                    letter.partition(),
                    letter.offset(),
                    letter.code(),
                    letter.reason(),
                    letter.attempt(),
                    letter.version(),
                    letter.cohortIds().stream().findFirst().orElse(null),
                    letter.openedAt(),
                    letter.state(),
                    letter.cohortIds());
        }

        List<?> cells() {
            return Arrays.asList(
                    id,
                    reader,
                    topic,
                    partition,
                    offset,
                    error,
                    reason,
                    attempt,
                    version,
                    cohortId,
                    openedAt,
                    state,
                    String.join(" ", cohortIds));
        }
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Page<Letter>> list(Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN);
        return Mono.fromSupplier(
                () -> page(PageRequest.of(exchange.getRequest().getQueryParams(), cursors, LIST)));
    }

    /** Newest first. A letter never goes, so the one a page ended with is found again. */
    private Page<Letter> page(PageRequest request) {
        List<Letter> all = letters.list().stream().map(Letter::of).toList();
        String after = request.after();
        long from =
                after == null
                        ? 0
                        : 1 + all.stream().takeWhile(each -> !each.id().equals(after)).count();
        List<Letter> found = all.stream().skip(from).limit(request.limit() + 1L).toList();
        return request.page(found, Letter::id, cursors, LIST);
    }

    @GetMapping(path = PATH, produces = Csv.TYPE_VALUE)
    Mono<ResponseEntity<String>> table(Caller caller) {
        caller.require(Role.ADMIN);
        return Csv.answer(
                HEADER,
                Flux.defer(() -> Flux.fromIterable(letters.list()))
                        .map(Letter::of)
                        .map(Letter::cells));
    }

    private static final List<String> HEADER =
            List.of(
                    "id",
                    "reader",
                    "topic",
                    "partition",
                    "offset",
                    "error",
                    "reason",
                    "attempt",
                    "version",
                    "cohortId",
                    "openedAt",
                    "state",
                    "cohortIds");

    @GetMapping(path = PATH + "/{letterId}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Letter> show(Caller caller, @PathVariable String letterId) {
        caller.require(Role.ADMIN);
        return find(letterId).map(Letter::of);
    }

    @PostMapping(path = PATH + "/{letterId}/retry", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Letter> retry(Caller caller, @PathVariable String letterId, ServerWebExchange exchange) {
        caller.require(Role.ADMIN);
        Mono<Letter> tried =
                find(letterId)
                        .flatMap(letter -> said(letter, () -> letters.retry(letter)))
                        .map(Letter::of);
        return idempotency.once(exchange, "", Letter.class, tried);
    }

    @DeleteMapping(PATH + "/{letterId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> drop(Caller caller, @PathVariable String letterId) {
        caller.require(Role.ADMIN);
        return find(letterId).flatMap(letter -> said(letter, () -> letters.drop(letter))).then();
    }

    private Mono<DeadLetter> find(String letterId) {
        return Mono.fromSupplier(() -> known(letterId));
    }

    /** With a closed letter there is nothing left to do: it is the answer as it stands. */
    private Mono<DeadLetter> said(DeadLetter letter, Runnable saying) {
        if (!letter.isOpen()) {
            return Mono.just(letter);
        }
        Mono<DeadLetter> outcome =
                Flux.interval(LOOK_EVERY)
                        .take(LOOKS_MAX)
                        .map(_ -> known(letter.id()))
                        .filter(now -> now.attempt() != letter.attempt() || !now.isOpen())
                        .next()
                        .switchIfEmpty(Mono.fromSupplier(() -> known(letter.id())));
        // Kafka's answer is waited for, which must not be on a thread that serves others.
        return Mono.fromRunnable(saying).subscribeOn(Schedulers.boundedElastic()).then(outcome);
    }

    private DeadLetter known(String letterId) {
        return letters.find(letterId).orElseThrow(ProblemException::notFound);
    }
}
