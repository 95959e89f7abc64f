package bootcamp.review.box;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.conduct.ConductDesk;
import bootcamp.review.school.Kind;
import bootcamp.review.school.School;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore;
import bootcamp.review.ticket.TicketKeyStore.Keys;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes reviews for tickets. Nothing here has a parameter from which it could be known who sends
 * one.
 */
public final class ReviewDesk {

    private final BoxStore boxes;
    private final TicketKeyStore keys;
    private final School school;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final ConductDesk conduct;

    ReviewDesk(
            BoxStore boxes,
            ConductDesk conduct,
            TicketKeyStore keys,
            School school,
            KeyedHash hash,
            InstantSource clock) {
        this.boxes = boxes;
        this.keys = keys;
        this.school = school;
        this.hash = hash;
        this.clock = clock;
        this.conduct = conduct;
    }

    /**
     * A ticket as it was sent.
     *
     * @param cohortId null: the cohort is the one whose key signed it
     * @param message prepared, with its random prefix
     */
    record Ticket(
            Kind kind, String id, @Nullable String cohortId, byte[] message, byte[] signature) {}

    /**
     * A ticket whose signature holds.
     *
     * @param conductCode by which its report of conduct is found, where it comes with one
     */
    record Checked(Target target, String reviewId, String conductCode) {

        /** Never the code. */
        @Override
        public String toString() {
            return "Checked[" + target + "]";
        }
    }

    /** How far a review has come, as its writer may know. */
    enum State {
        /** Not in any published figure yet. */
        WAITING,
        /** In the figures; its words, if it has any, are not shown. */
        COUNTED,
        /** Its words are shown. */
        PUBLISHED,
        HIDDEN,
        /** The window has closed and too few came after it for another step. */
        NOT_COUNTED
    }

    /**
     * @param reason of staff in their own words, where the words are hidden; null: none
     * @param why the same from a list; null: none
     * @param conductCode by which the writer of a report of conduct comes back; null: none came
     *     with this request
     */
    record Receipt(
            State state,
            @Nullable String reason,
            @Nullable HideReason why,
            @Nullable String conductCode) {

        Receipt with(String code) {
            return new Receipt(state, reason, why, code);
        }

        /** Never the code. */
        @Override
        public String toString() {
            return "Receipt[" + state + "]";
        }
    }

    /**
     * @param conduct a report to staff, outside of all figures; null: none
     */
    record Content(Map<Measure, Integer> now, @Nullable Words words, @Nullable String conduct) {}

    /** Refused where no key of such a target signed it. */
    Mono<Checked> check(Ticket ticket) {
        return keys.findAll(ticket.kind(), ticket.id(), ticket.cohortId())
                .filter(each -> each.key().isSigned(ticket.message(), ticket.signature()))
                .next()
                .map(
                        each ->
                                new Checked(
                                        each.target(),
                                        idOf(each, ticket),
                                        conduct.codeOf(ticket.message())))
                .switchIfEmpty(refused(ReviewRefusal.TICKET_NOT_VALID));
    }

    private String idOf(Keys of, Ticket ticket) {
        return hash.of("review of " + of.target().key(), ticket.message());
    }

    /**
     * @param isNew false: another content of a review that was there
     */
    record Spent(boolean isNew, Receipt receipt) {

        Spent with(String code) {
            return new Spent(isNew, receipt.with(code));
        }
    }

    /**
     * A new review, or another content of the one that the ticket was spent for.
     *
     * @param again refused where there is none, or it was taken back at the same time
     */
    Mono<Spent> put(Checked ticket, Content content, boolean again) {
        String id = ticket.reviewId();
        return whileOpen(ticket.target())
                .then(report(ticket, content.conduct()))
                .then(
                        Mono.defer(
                                () -> {
                                    boolean[] isNew = {false};
                                    return boxes.update(
                                                    ticket.target().key(),
                                                    box -> {
                                                        isNew[0] = !box.holds(id);
                                                        if (again && isNew[0]) {
                                                            throw notThere();
                                                        }
                                                        return box.with(
                                                                id, content.now(), content.words());
                                                    })
                                            .map(
                                                    box ->
                                                            new Spent(
                                                                    isNew[0],
                                                                    receipt(box, id, true)));
                                }));
    }

    private static RefusedException notThere() {
        return new RefusedException(ReviewRefusal.REVIEW_NOT_FOUND);
    }

    /** Refused where the ticket was not spent, or its review was taken back. */
    Mono<Void> mustBeThere(Checked ticket) {
        return boxes.find(ticket.target().key())
                .filter(box -> box.holds(ticket.reviewId()))
                .switchIfEmpty(refused(ReviewRefusal.REVIEW_NOT_FOUND))
                .then();
    }

    Mono<Void> withdraw(Checked ticket) {
        String id = ticket.reviewId();
        return whileOpen(ticket.target())
                .then(
                        Mono.defer(
                                () ->
                                        boxes.update(
                                                ticket.target().key(),
                                                box -> {
                                                    if (!box.holds(id)) {
                                                        throw notThere();
                                                    }
                                                    return box.without(id);
                                                })))
                .then();
    }

    Mono<Receipt> receipt(Checked ticket) {
        return boxes.find(ticket.target().key())
                .filter(box -> box.holds(ticket.reviewId()))
                .switchIfEmpty(refused(ReviewRefusal.REVIEW_NOT_FOUND))
                .zipWith(isOpen(ticket.target()))
                .map(both -> receipt(both.getT1(), ticket.reviewId(), both.getT2()));
    }

    private static Receipt receipt(Box box, String reviewId, boolean open) {
        Review review = java.util.Objects.requireNonNull(box.find(reviewId));
        if (review.words() != null) {
            if (box.shows(review)) {
                return new Receipt(State.PUBLISHED, null, null, null);
            }
            if (Boolean.FALSE.equals(review.published())) {
                return new Receipt(State.HIDDEN, review.reason(), review.why(), null);
            }
        }
        boolean counted =
                java.util.Objects.equals(
                        review.now().get(Measure.RATING), review.counted().get(Measure.RATING));
        return new Receipt(
                counted ? State.COUNTED : open ? State.WAITING : State.NOT_COUNTED,
                null,
                null,
                null);
    }

    private Mono<Void> whileOpen(Target target) {
        return isOpen(target)
                .filter(open -> open)
                .switchIfEmpty(refused(ReviewRefusal.REVIEW_WINDOW_CLOSED))
                .then();
    }

    private Mono<Boolean> isOpen(Target target) {
        return school.due(target).map(due -> due.isOpen(clock.instant())).defaultIfEmpty(false);
    }

    // ---- what staff do

    /** What stands for one version of words: another one where a letter is another. */
    String versionOf(Words words) {
        return hash.of("words", String.valueOf(words.pros()), String.valueOf(words.cons()));
    }

    /**
     * @param reason null where it is published, or {@code why} says it
     * @param version of the words that were read; refused where they are others by now. Null:
     *     whichever they are
     */
    Mono<Box> moderate(
            Box box,
            String reviewId,
            boolean published,
            @Nullable String reason,
            @Nullable HideReason why,
            @Nullable String version) {
        return boxes.update(
                box.id(),
                present -> {
                    mustBeRead(present, reviewId, version);
                    return present.moderated(reviewId, published, reason, why);
                });
    }

    /**
     * @param version of the words that were read; refused where they are others by now. Null:
     *     whichever they are
     * @param by the account that takes the texts out
     */
    Mono<Box> redact(
            Box box, String reviewId, List<String> texts, @Nullable String version, String by) {
        return boxes.update(
                box.id(),
                present -> {
                    mustBeRead(present, reviewId, version);
                    return present.redacted(reviewId, texts, by);
                });
    }

    private void mustBeRead(Box box, String reviewId, @Nullable String version) {
        Review review = box.find(reviewId);
        if (review == null || review.said() == null) {
            throw new RefusedException(ReviewRefusal.REVIEW_NOT_FOUND);
        }
        if (version != null && !version.equals(versionOf(review.said()))) {
            throw new RefusedException(ReviewRefusal.WORDS_CHANGED);
        }
    }

    Mono<Boolean> reportBeganWith(Checked ticket, String text) {
        return conduct.beganWith(ticket.conductCode(), text);
    }

    private Mono<Void> report(Checked ticket, @Nullable String text) {
        if (text == null) {
            return Mono.empty();
        }
        return conduct.report(ticket.conductCode(), ticket.target(), text);
    }

    private static <T> Mono<T> refused(ReviewRefusal why) {
        return Mono.error(() -> new RefusedException(why));
    }
}
