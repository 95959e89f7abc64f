package bootcamp.review.box;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.box.ConductReportStore.ConductReport;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where staff decide which words are shown, and read what is reported to them. */
@RestController
final class ModerationApi {

    private static final int REASON_MAX = 200;

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
     * @param reason told to the writer; null only where it is published
     */
    record DecisionForm(Decision decision, @Nullable String reason) {}

    record Decided(String reviewId, Decision decision, @Nullable String reason) {}

    record Undecided(
            String reviewId, Target target, @Nullable String pros, @Nullable String cons) {}

    record Queue(List<Undecided> items) {}

    record ConductReports(List<ConductReport> items) {}

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

    private static Undecided undecided(Target target, Review review) {
        Words words = Objects.requireNonNull(review.said());
        return new Undecided(review.id(), target, words.pros(), words.cons());
    }

    @PostMapping("/api/reviews/{reviewId}/moderation")
    Mono<Decided> decide(
            @PathVariable String reviewId, @RequestBody DecisionForm body, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        boolean publishes = body.decision() == Decision.PUBLISH;
        Checks checks = InvalidInput.checking();
        if (publishes) {
            checks.optionalText("reason", body.reason(), REASON_MAX);
        } else {
            checks.text("reason", body.reason(), REASON_MAX);
        }
        checks.orThrow();
        String reason = publishes ? null : body.reason();
        return boxes.findByReview(reviewId)
                .filter(box -> caller.worksWith(cohortOf(box)))
                .filter(box -> box.said().stream().anyMatch(each -> each.id().equals(reviewId)))
                .switchIfEmpty(
                        Mono.error(() -> new RefusedException(ReviewRefusal.REVIEW_NOT_FOUND)))
                .flatMap(box -> desk.moderate(box, reviewId, publishes, reason))
                .thenReturn(new Decided(reviewId, body.decision(), reason));
    }

    private static String cohortOf(Box box) {
        return box.id().substring(box.id().lastIndexOf('/') + 1);
    }

    @GetMapping("/api/conduct-reports")
    Mono<ConductReports> conductReports(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        Set<String> cohortIds = caller.is(Role.ADMIN) ? Set.of() : caller.cohortIds();
        return desk.conductReports(cohortIds).collectList().map(ConductReports::new);
    }
}
