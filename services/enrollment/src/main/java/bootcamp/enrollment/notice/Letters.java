package bootcamp.enrollment.notice;

import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.http.Texts;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Writes letters to students and has them sent. Of what becomes of them only kinds and numbers are
 * told: no address, no name and no link leaves this package but to the mail server.
 */
final class Letters {

    static final int BATCH_MAX = 20;

    /** Well within what the gateway waits for an answer. */
    static final Duration BATCH_LIFE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Letters.class);
    private static final int AT_ONCE = 4;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private final @Nullable MailServer server;
    private final PersonStore persons;
    private final HomeZones zones;
    private final LetterStore store;
    private final Texts texts;
    private final Duration life;

    /**
     * @param server null: none is configured
     * @param life after which what is left of a batch is given up
     */
    Letters(
            @Nullable MailServer server,
            PersonStore persons,
            HomeZones zones,
            LetterStore store,
            Texts texts,
            Duration life) {
        this.server = server;
        this.persons = persons;
        this.zones = zones;
        this.store = store;
        this.texts = texts;
        this.life = life;
    }

    enum Outcome {
        SENT,
        /** No e-mail address of the student is known, or the student is not, or not any more. */
        NO_ADDRESS,
        NOT_SENT
    }

    /**
     * What became of a letter.
     *
     * @param reason null: it was sent, or there was nowhere to send it
     */
    record Told(String studentId, Outcome outcome, @Nullable NotSent reason) {

        static Told of(Letter letter, Outcome outcome) {
            return new Told(letter.studentId(), outcome, null);
        }

        static Told notSent(Letter letter, NotSent reason) {
            return new Told(letter.studentId(), Outcome.NOT_SENT, reason);
        }
    }

    boolean canBeSent() {
        return server != null;
    }

    /**
     * Sends letters, some at once, and gives up those that are not done after a while. One that was
     * sent before, with the same link, is not sent again.
     *
     * @param all at most {@value #BATCH_MAX}
     * @return of each what became of it, in their order
     */
    Mono<List<Told>> send(List<Letter> all, Locale language) {
        MailServer known = Objects.requireNonNull(server);
        List<String> students = all.stream().map(Letter::studentId).toList();
        return persons.findAll(students)
                .collectMap(Person::studentId)
                .zipWhen(people -> zones.of(people.values()))
                .flatMap(
                        found -> {
                            Mono<Long> end = Mono.delay(life).cache();
                            return Flux.fromIterable(all)
                                    .flatMapSequential(
                                            letter ->
                                                    send(
                                                            known,
                                                            letter,
                                                            found.getT1().get(letter.studentId()),
                                                            found.getT2()
                                                                    .getOrDefault(
                                                                            letter.studentId(),
                                                                            ZoneOffset.UTC),
                                                            language,
                                                            end),
                                            AT_ONCE)
                                    .collectList();
                        })
                .doOnNext(Letters::report);
    }

    private Mono<Told> send(
            MailServer known,
            Letter letter,
            @Nullable Person person,
            ZoneId zone,
            Locale language,
            Mono<Long> end) {
        String address = person == null ? null : person.email();
        if (person == null || address == null) {
            return Mono.just(Told.of(letter, Outcome.NO_ADDRESS));
        }
        String subject = text(letter, "subject", language, Map.of());
        String body = body(letter, person, zone, language);
        return Mono.defer(() -> attempt(known, letter, address, subject, body).cache())
                .repeatWhenEmpty(again -> again.delayElements(LOOK_EVERY))
                .timeout(end, Mono.just(Told.notSent(letter, NotSent.TIMED_OUT)));
    }

    /**
     * Empty: somebody else is sending it. Its cache goes on with it though nobody waits any more,
     * so that a letter which is on its way is known to be sent.
     */
    private Mono<Told> attempt(
            MailServer known, Letter letter, String address, String subject, String body) {
        return store.claim(letter)
                .flatMap(
                        claim ->
                                switch (claim) {
                                    case OURS ->
                                            Mono.fromCallable(
                                                            () ->
                                                                    known.send(
                                                                            address, subject, body))
                                                    .subscribeOn(Schedulers.boundedElastic())
                                                    .flatMap(failure -> noted(letter, failure));
                                    case ANOTHERS -> Mono.empty();
                                    case SENT -> Mono.just(Told.of(letter, Outcome.SENT));
                                });
    }

    private Mono<Told> noted(Letter letter, Optional<NotSent> failure) {
        return failure.map(reason -> store.notSent(letter).thenReturn(Told.notSent(letter, reason)))
                .orElseGet(() -> store.sent(letter).thenReturn(Told.of(letter, Outcome.SENT)));
    }

    private String body(Letter letter, Person person, ZoneId zone, Locale language) {
        String until =
                DateTimeFormatter.ofPattern(texts.get("letter.time", language, Map.of()), language)
                        .format(letter.validUntil().atZone(zone));
        String name = person.name();
        String greeting =
                name == null
                        ? texts.get("letter.greeting.nameless", language, Map.of())
                        : texts.get(
                                "letter.greeting",
                                language,
                                Map.of("name", LINE_BREAKS.matcher(name).replaceAll(" ")));
        return text(
                letter,
                "body",
                language,
                Map.of(
                        "greeting",
                        greeting,
                        "username",
                        letter.username(),
                        "link",
                        letter.link(),
                        "until",
                        until));
    }

    private String text(
            Letter letter, String part, Locale language, Map<String, Object> parameters) {
        return texts.get("letter." + letter.purpose() + "." + part, language, parameters);
    }

    private static void report(List<Told> all) {
        all.stream()
                .map(Told::reason)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .forEach(
                        (reason, count) ->
                                LOG.atWarn()
                                        .addKeyValue("error", reason)
                                        .addKeyValue("count", count)
                                        .log("Letters were not sent"));
    }
}
