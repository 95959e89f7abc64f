package bootcamp.enrollment.admission;

import bootcamp.enrollment.admission.Decision.Letter;
import bootcamp.enrollment.admission.DecisionStore.Due;
import bootcamp.enrollment.notice.Postman;
import bootcamp.enrollment.notice.Postman.Mail;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.person.PersonStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends what applicants are told of decisions, each letter once, in the language in which they
 * applied. What cannot be sent is tried again after pauses that grow, for {@link
 * Decision#LETTER_LIFE}; where there is no mail server it waits that long for one.
 */
final class DecisionLetters {

    private static final int PART = 100;
    private static final int AT_ONCE = 4;

    private final DecisionStore decisions;
    private final ApplicationStore applications;
    private final PersonStore persons;
    private final Eraser eraser;
    private final Postman postman;
    private final InstantSource clock;

    DecisionLetters(
            DecisionStore decisions,
            ApplicationStore applications,
            PersonStore persons,
            Eraser eraser,
            Postman postman,
            InstantSource clock) {
        this.decisions = decisions;
        this.applications = applications;
        this.persons = persons;
        this.eraser = eraser;
        this.postman = postman;
        this.clock = clock;
    }

    /** As it is shown: what waits for a mail server that nobody has configured says so. */
    Decision.State stateOf(Letter letter) {
        return letter.state() == Decision.State.QUEUED && !postman.canSend()
                ? Decision.State.NO_MAIL
                : letter.state();
    }

    /** Sends what is due; to be called now and then, safe beside others at it. */
    Mono<Void> send() {
        return part("").expand(
                        part -> part.size() < PART ? Mono.empty() : part(part.getLast().pointer()))
                .concatMap(part -> Flux.fromIterable(part).flatMap(this::send, AT_ONCE))
                .then();
    }

    private Mono<List<Due>> part(String after) {
        return decisions.due(after, PART).collectList();
    }

    private Mono<Void> send(Due due) {
        return applications
                .find(due.cohortId(), due.applicationId())
                .zipWith(
                        decisions
                                .of(due.cohortId(), List.of(due.applicationId()))
                                .next()
                                .map(DecisionStore.OfApplication::decisions))
                .flatMap(
                        both ->
                                both.getT2().size() < due.number()
                                        ? Mono.just(true)
                                        : send(due, both.getT1(), both.getT2()))
                // With an application that was forgotten its letter is.
                .defaultIfEmpty(true)
                .flatMap(over -> over ? decisions.drop(due) : Mono.empty());
    }

    /** Whether nothing is left to do. */
    private Mono<Boolean> send(Due due, Application application, List<Decision> all) {
        Decision decision = all.get(due.number() - 1);
        Letter letter = decision.letter();
        Instant now = clock.instant();
        if (letter == null || !decision.waits()) {
            return Mono.just(true);
        }
        if (due.number() < all.size() || !now.isBefore(decision.letterUntil())) {
            return decisions.note(due, letter.notSent()).thenReturn(true);
        }
        Instant notBefore = letter.notBefore();
        if (!postman.canSend() || notBefore != null && now.isBefore(notBefore)) {
            return Mono.just(false);
        }
        // What was decided has an enrollment.
        Application.Outcome outcome = Objects.requireNonNull(application.outcome());
        String studentId = Objects.requireNonNull(outcome.studentId());
        return eraser.isErased(studentId)
                .flatMap(
                        erased ->
                                // Whoever forgets the person forgets the letter.
                                erased
                                        ? Mono.just(true)
                                        : send(due, application, decision, letter, studentId));
    }

    private Mono<Boolean> send(
            Due due, Application application, Decision decision, Letter letter, String studentId) {
        return persons.find(studentId)
                .map(person -> Optional.ofNullable(person.email()))
                .defaultIfEmpty(Optional.empty())
                .map(known -> known.orElse(application.email()))
                .map(
                        to ->
                                new Mail(
                                        studentId,
                                        due.pointer(),
                                        decision.letterUntil(),
                                        to,
                                        letter.subjectTo(application),
                                        letter.textTo(application)))
                .flatMap(postman::send)
                .flatMap(came -> noted(due, letter, came));
    }

    private Mono<Boolean> noted(Due due, Letter letter, Postman.Outcome outcome) {
        Instant now = clock.instant();
        return switch (outcome) {
            case SENT -> decisions.note(due, letter.sent(now)).thenReturn(true);
            case NO_SUCH_ADDRESS -> decisions.note(due, letter.notSent()).thenReturn(true);
            case NOT_NOW ->
                    decisions
                            .note(
                                    due,
                                    letter.postponed(now.plus(Postman.pauseAfter(letter.tries()))))
                            .thenReturn(false);
            case IN_OTHER_HANDS -> Mono.just(false);
        };
    }
}
