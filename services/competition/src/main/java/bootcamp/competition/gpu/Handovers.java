package bootcamp.competition.gpu;

import bootcamp.competition.gpu.Reservation.State;
import bootcamp.platform.school.Students;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notes for the next team on a GPU. Who has or had it writes one, and reads it; the next team reads
 * it from {@link #TOLD_BEFORE} ahead of its own begin until its end; staff read all, others none.
 */
public final class Handovers {

    /** So long before its own begin the next team is told. */
    static final Duration TOLD_BEFORE = Duration.ofHours(1);

    private final HandoverNoteStore notes;
    private final BusyStore busy;
    private final Students students;

    Handovers(HandoverNoteStore notes, BusyStore busy, Students students) {
        this.notes = notes;
        this.busy = busy;
        this.students = students;
    }

    /** Whether somebody of its team has been on the GPU, and may tell the next. */
    static boolean mayBeWritten(Reservation reservation) {
        return reservation.state() == State.CLAIMED || reservation.state() == State.ENDED;
    }

    /**
     * @param text null: there is none any more
     */
    Mono<Void> write(String reservationId, @Nullable String text, String studentId, Instant at) {
        return text == null
                ? notes.remove(reservationId)
                : notes.write(reservationId, new HandoverNote(text, at), studentId);
    }

    /**
     * What is told to a reader, by id of the reservation.
     *
     * @param busy when the cluster saw its GPU at work last
     * @param stillBusy the same, for the one before it, where that was over by then
     */
    record Told(
            Map<String, HandoverNote> own,
            Map<String, HandoverNote> fromBefore,
            Map<String, Instant> busy,
            Map<String, Instant> stillBusy) {}

    /**
     * What may be told beside some reservations of a week.
     *
     * @param shown those whose notes the reader may read, as one of the team or as staff
     * @param before the week before: whoever comes first in a week follows its last
     */
    Mono<Told> told(Collection<Reservation> shown, GpuWeek week, GpuWeek before, Instant now) {
        Map<String, Reservation> followed = new HashMap<>();
        for (Reservation each : shown) {
            Reservation one = isTold(each, now) ? predecessor(each, week, before) : null;
            if (one != null) {
                followed.put(each.reservationId(), one);
            }
        }
        Set<String> own =
                shown.stream()
                        .filter(Reservation::wasGiven)
                        .map(Reservation::reservationId)
                        .collect(Collectors.toSet());
        Set<String> wanted = new HashSet<>(own);
        followed.values().forEach(each -> wanted.add(each.reservationId()));
        return Mono.zip(notes.of(wanted), busy.of(wanted))
                .map(
                        found ->
                                new Told(
                                        only(own, found.getT1()),
                                        before(followed, found.getT1()),
                                        only(own, found.getT2()),
                                        stillBusy(followed, found.getT2())));
    }

    private static <T> Map<String, T> only(Set<String> ids, Map<String, T> found) {
        Map<String, T> left = new HashMap<>(found);
        left.keySet().retainAll(ids);
        return left;
    }

    private static <T> Map<String, T> before(
            Map<String, Reservation> followed, Map<String, T> found) {
        Map<String, T> told = new HashMap<>();
        followed.forEach(
                (id, one) -> {
                    T of = found.get(one.reservationId());
                    if (of != null) {
                        told.put(id, of);
                    }
                });
        return told;
    }

    private static Map<String, Instant> stillBusy(
            Map<String, Reservation> followed, Map<String, Instant> busy) {
        Map<String, Instant> still = before(followed, busy);
        still.entrySet()
                .removeIf(
                        each -> {
                            Reservation one = followed.get(each.getKey());
                            return one == null || each.getValue().isBefore(one.over());
                        });
        return still;
    }

    /** Whether it is near enough for its team to be told what is left for it. */
    static boolean isTold(Reservation reservation, Instant now) {
        return reservation.isTaking()
                && !now.isBefore(reservation.from().minus(TOLD_BEFORE))
                && now.isBefore(reservation.until());
    }

    /**
     * The one before it on its GPU, whoever's it is; not one to which nobody came. Null: there is
     * none in its week and the one before.
     */
    static @Nullable Reservation predecessor(
            Reservation reservation, GpuWeek week, GpuWeek before) {
        Instant begin = reservation.begun();
        return Stream.concat(
                        week.reservations().values().stream(),
                        before.reservations().values().stream())
                .filter(each -> !each.reservationId().equals(reservation.reservationId()))
                .filter(each -> each.state() != State.RETURNED)
                .filter(each -> Objects.equals(each.gpu(), reservation.gpu()))
                .filter(each -> each.wasGiven() && each.begun().isBefore(begin))
                .max(Comparator.comparing(Reservation::begun))
                .orElse(null);
    }

    // ---- who is erased

    /** Takes away what students wrote who were erased. */
    public Mono<Void> look(Collection<String> studentIds) {
        return Flux.fromIterable(studentIds)
                .filterWhen(students::isErased)
                .concatMap(notes::erase)
                .then();
    }

    /** Looks at everybody whose note is there. */
    public Mono<Void> lookAtAll() {
        return notes.authors().collect(Collectors.toSet()).flatMap(this::look);
    }
}
