package bootcamp.review.ticket;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.ReviewRefusal;
import bootcamp.review.school.Due;
import bootcamp.review.school.School;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore.Keys;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives each student one ticket for each target. All that is kept of it is a keyed hash of who for
 * what, and one of what was signed: no date, and nothing by which the ticket is known again.
 */
public final class TicketDesk {

    private static final int KEYS_AT_ONCE = 2;

    private final TicketStore issued;
    private final TicketKeyStore keys;
    private final School school;
    private final KeyedHash hash;
    private final InstantSource clock;

    TicketDesk(
            TicketStore issued,
            TicketKeyStore keys,
            School school,
            KeyedHash hash,
            InstantSource clock) {
        this.issued = issued;
        this.keys = keys;
        this.school = school;
        this.hash = hash;
        this.clock = clock;
    }

    /** A target that a student may review now, and whether they have its ticket. */
    public record DueTicket(Due due, boolean taken, TicketKey key) {}

    public Mono<List<DueTicket>> due(String studentId) {
        return school.dueOf(studentId, clock.instant())
                .collectList()
                .flatMap(
                        dues ->
                                taken(studentId, dues)
                                        .flatMap(
                                                taken ->
                                                        Flux.fromIterable(dues)
                                                                .flatMapSequential(
                                                                        due ->
                                                                                ticket(
                                                                                        studentId,
                                                                                        due, taken),
                                                                        KEYS_AT_ONCE)
                                                                .collectList()));
    }

    private Mono<DueTicket> ticket(String studentId, Due due, Set<String> taken) {
        return keys.of(due)
                .map(
                        made ->
                                new DueTicket(
                                        due,
                                        taken.contains(idOf(studentId, due.target())),
                                        made.key()));
    }

    private Mono<Set<String>> taken(String studentId, List<Due> dues) {
        List<String> ids = dues.stream().map(due -> idOf(studentId, due.target())).toList();
        return issued.find(ids);
    }

    private String idOf(String studentId, Target target) {
        return hash.of("who has a ticket", studentId, target.key());
    }

    /** The keys of the first such target that a student may review now; refused where none is. */
    public Mono<Keys> keysOfDue(String studentId, Predicate<Target> isMeant) {
        return school.dueOf(studentId, clock.instant())
                .filter(due -> isMeant.test(due.target()))
                .next()
                .switchIfEmpty(refused(ReviewRefusal.NOT_DUE))
                .flatMap(keys::of);
    }

    /**
     * Signs what a student's browser blinded.
     *
     * <p>Signed before it is written down: what cannot be signed takes nobody's ticket. Looked up
     * before it is signed, for that is dear; which of two at once is the first, writing it decides.
     *
     * @param made of a target that the student may review, see {@link #keysOfDue}
     * @param blinded as long as the key, see {@link TicketKey#bytes}
     * @return refused where the student has a ticket for another message, or this one was not
     *     blinded for the key
     */
    public Mono<byte[]> issue(String studentId, Keys made, byte[] blinded) {
        String id = idOf(studentId, made.target());
        String of = hash.of("what was signed", blinded);
        return issued.mayGive(id, of)
                .filter(may -> may)
                .switchIfEmpty(refused(ReviewRefusal.TICKET_TAKEN))
                .flatMap(_ -> signed(made, blinded))
                .flatMap(
                        signature ->
                                issued.give(id, of)
                                        .filter(same -> same)
                                        .map(_ -> signature)
                                        .switchIfEmpty(refused(ReviewRefusal.TICKET_TAKEN)));
    }

    private Mono<byte[]> signed(Keys made, byte[] blinded) {
        return keys.sign(made, blinded)
                .onErrorMap(
                        IllegalArgumentException.class,
                        _ -> new RefusedException(ReviewRefusal.NOT_BLINDED_FOR_KEY))
                .switchIfEmpty(refused(ReviewRefusal.REVIEW_WINDOW_CLOSED));
    }

    private static <T> Mono<T> refused(ReviewRefusal why) {
        return Mono.error(() -> new RefusedException(why));
    }
}
