package bootcamp.review.box;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.Prose;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.box.AnswerStore.Answer;
import bootcamp.review.box.AnswerStore.From;
import bootcamp.review.box.AnswerStore.Kept;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Where an instructor answers what students say of them, and staff what they say of all else:
 * publicly, once for each summary, and only where it is published.
 */
@RestController
final class AnswerApi {

    private static final int REASON_MAX = 200;

    private final AnswerStore answers;
    private final BoxStore boxes;
    private final TicketKeyStore keys;

    AnswerApi(AnswerStore answers, BoxStore boxes, TicketKeyStore keys) {
        this.answers = answers;
        this.boxes = boxes;
        this.keys = keys;
    }

    record AnswerForm(TargetForm target, String text) {}

    record AnswerView(Target target, String text, From from) {}

    /**
     * @param reason told to whoever answered; null: it is shown again
     */
    record HidingForm(TargetForm target, @Nullable String reason) {}

    record HiddenView(Target target, String text, From from, @Nullable String hiddenFor) {}

    /** Whoever answered reads why, as staff do; nobody else reads the answer. */
    @PutMapping("/api/reviews/answers/hiding")
    Mono<HiddenView> hide(@RequestBody HidingForm body, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        Checks checks = InvalidInput.checking();
        Target target = checked(body.target(), checks);
        if (body.reason() != null) {
            checks.text("reason", body.reason(), REASON_MAX);
        }
        checks.orThrow();
        return Mono.just(target)
                .filter(each -> caller.worksWith(each.cohortId()))
                .flatMap(each -> answers.hide(each.key(), body.reason(), caller.username()))
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .map(
                        answer ->
                                new HiddenView(
                                        target, answer.text(), answer.from(), answer.hiddenFor()));
    }

    @PostMapping("/api/reviews/answers")
    Mono<ResponseEntity<AnswerView>> answer(@RequestBody AnswerForm body, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF, Role.INSTRUCTOR);
        Checks checks = InvalidInput.checking();
        Target target = checked(body.target(), checks);
        Prose.check(checks, "text", body.text());
        checks.orThrow();
        From from = target.kind() == Kind.INSTRUCTOR ? From.INSTRUCTOR : From.STAFF;
        return mayAnswer(target, caller)
                .flatMap(
                        _ ->
                                answers.keep(
                                        target.key(),
                                        new Answer(body.text(), from, caller.username())))
                .flatMap(kept -> told(target, body.text(), kept));
    }

    /** Nonsense where the checks do not pass. */
    private static Target checked(TargetForm form, Checks checks) {
        form.check(checks);
        checks.that(form.cohortId() != null, "target.cohortId", "REQUIRED");
        Kind kind = TargetForm.kindOrNull(form.kind());
        return new Target(
                kind == null ? Kind.PROGRAMME : kind,
                form.id(),
                Objects.requireNonNullElse(form.cohortId(), ""));
    }

    /** Who sends the same again learns that it is there. */
    private static Mono<ResponseEntity<AnswerView>> told(Target target, String text, Kept kept) {
        return kept.answer().text().equals(text)
                ? Mono.just(
                        ResponseEntity.status(kept.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                                .body(new AnswerView(target, text, kept.answer().from())))
                : Mono.error(() -> new RefusedException(ReviewRefusal.ALREADY_ANSWERED));
    }

    /** What students say of an instructor is theirs alone to answer. */
    private Mono<Box> mayAnswer(Target target, Caller caller) {
        boolean isOfInstructor = target.kind() == Kind.INSTRUCTOR;
        if (isOfInstructor && caller.worksWith(target.cohortId())) {
            return Mono.error(ProblemException.forbidden());
        }
        boolean may =
                isOfInstructor
                        ? target.id().equals(caller.instructorId())
                        : caller.worksWith(target.cohortId());
        return keys.findAll(target.kind(), target.id(), target.cohortId())
                .filter(_ -> may)
                .next()
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .flatMap(_ -> boxes.find(target.key()))
                .filter(box -> box.visible().containsKey(Measure.RATING))
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(ReviewRefusal.NOTHING_PUBLISHED)));
    }
}
