package bootcamp.review.box;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.box.Hints.Hint;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore;
import bootcamp.review.ticket.TicketKeyStore.Keys;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where staff decide which words are shown. */
@RestController
final class ModerationApi {

    private static final int REASON_MAX = 200;
    private static final int REDACTED_MAX = 20;

    private final ReviewDesk desk;
    private final BoxStore boxes;
    private final TicketKeyStore keys;

    ModerationApi(ReviewDesk desk, BoxStore boxes, TicketKeyStore keys) {
        this.desk = desk;
        this.boxes = boxes;
        this.keys = keys;
    }

    enum Decision {
        PUBLISH,
        HIDE
    }

    /**
     * @param reason told to the writer, in words of one's own; null: none
     * @param why told to the writer; null where {@code reason} is, or the words are published
     * @param version of the words that were read; null: whichever they are
     * @param target of the review, by which it is found at once; null: it is looked for among all
     *     that the caller may read
     */
    record DecisionForm(
            Decision decision,
            @Nullable String reason,
            @Nullable HideReason why,
            @Nullable String version,
            @Nullable TargetForm target) {}

    record Decided(
            String reviewId,
            Decision decision,
            @Nullable String reason,
            @Nullable HideReason why) {}

    /**
     * @param version of the words that were read; null: whichever they are
     * @param texts to take out, as they stand there
     * @param target of the review, by which it is found at once; null: it is looked for among all
     *     that the caller may read
     */
    record RedactionForm(
            @Nullable String version, List<String> texts, @Nullable TargetForm target) {}

    /**
     * @param version of the words, for a decision on these and no others
     * @param hints of what staff may want to look at; it decides nothing
     * @param redactedBy accounts that took something out
     */
    record Undecided(
            String reviewId,
            Target target,
            @Nullable String pros,
            @Nullable String cons,
            String version,
            List<Hint> hints,
            List<String> redactedBy) {}

    record Queue(List<Undecided> items) {}

    @GetMapping("/api/reviews/moderation")
    Mono<Queue> queue(@RequestParam @Nullable String cohortId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        if (cohortId != null) {
            caller.requireCohort(cohortId);
        }
        return Flux.fromArray(Kind.values())
                .concatMap(kind -> keys.findAll(kind, null, cohortId))
                .filter(each -> caller.worksWith(each.target().cohortId()))
                .concatMap(
                        each ->
                                boxes.find(each.target().key())
                                        .flatMapMany(SummaryApi::undecided)
                                        .map(review -> undecided(each.target(), review)))
                .collectList()
                .map(Queue::new);
    }

    private Undecided undecided(Target target, Review review) {
        Words words = Objects.requireNonNull(review.said());
        return new Undecided(
                review.id(),
                target,
                words.pros(),
                words.cons(),
                desk.versionOf(words),
                Hints.of(words),
                review.redactedBy());
    }

    @PostMapping("/api/reviews/{reviewId}/moderation")
    Mono<Decided> decide(
            @PathVariable String reviewId, @RequestBody DecisionForm body, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        boolean publishes = body.decision() == Decision.PUBLISH;
        Checks checks = InvalidInput.checking();
        if (publishes || body.why() != null) {
            checks.optionalText("reason", body.reason(), REASON_MAX);
        } else {
            checks.text("reason", body.reason(), REASON_MAX);
        }
        check(checks, body.target());
        checks.orThrow();
        String reason = publishes ? null : body.reason();
        HideReason why = publishes ? null : body.why();
        return readBy(caller, reviewId, body.target())
                .flatMap(
                        box -> desk.moderate(box, reviewId, publishes, reason, why, body.version()))
                .thenReturn(new Decided(reviewId, body.decision(), reason, why));
    }

    @PostMapping("/api/reviews/{reviewId}/redaction")
    Mono<Undecided> redact(
            @PathVariable String reviewId, @RequestBody RedactionForm body, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        Checks checks =
                InvalidInput.checking().range("texts", body.texts().size(), 1, REDACTED_MAX);
        for (int each = 0; each < Math.min(body.texts().size(), REDACTED_MAX); each++) {
            checks.text("texts[" + each + "]", body.texts().get(each), REASON_MAX);
        }
        check(checks, body.target());
        checks.orThrow();
        return readBy(caller, reviewId, body.target())
                .flatMap(
                        box -> {
                            Words words =
                                    Objects.requireNonNull(
                                            Objects.requireNonNull(box.find(reviewId)).said());
                            InvalidInput.checking()
                                    .that(
                                            !words.without(body.texts()).equals(words)
                                                    || body.version() != null
                                                            && !desk.versionOf(words)
                                                                    .equals(body.version()),
                                            "texts",
                                            "NOT_IN_WORDS")
                                    .orThrow();
                            return desk.redact(
                                    box, reviewId, body.texts(), body.version(), caller.username());
                        })
                .map(
                        box ->
                                undecided(
                                        TargetForm.of(box.id()),
                                        Objects.requireNonNull(box.find(reviewId))));
    }

    private static void check(Checks checks, @Nullable TargetForm target) {
        if (target != null) {
            target.check(checks);
            checks.that(target.cohortId() != null, "target.cohortId", "REQUIRED");
        }
    }

    /** The box with the review, where the caller may read its words. */
    private Mono<Box> readBy(Caller caller, String reviewId, @Nullable TargetForm target) {
        return idsFor(caller, target)
                .flatMap(ids -> boxes.findByReview(reviewId, ids))
                .filter(box -> caller.worksWith(cohortOf(box)))
                .filter(box -> box.said().stream().anyMatch(each -> each.id().equals(reviewId)))
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(ReviewRefusal.REVIEW_NOT_FOUND)));
    }

    /** Of the boxes in which it may be: one, or all of the caller's cohorts. */
    private Mono<List<String>> idsFor(Caller caller, @Nullable TargetForm target) {
        if (target != null && target.cohortId() != null) {
            Kind kind = TargetForm.kindOf(target.kind());
            return Mono.just(List.of(new Target(kind, target.id(), target.cohortId()).key()));
        }
        return keys.findAll()
                .map(Keys::target)
                .filter(each -> caller.worksWith(each.cohortId()))
                .map(Target::key)
                .collectList();
    }

    private static String cohortOf(Box box) {
        return box.id().substring(box.id().lastIndexOf('/') + 1);
    }
}
