package bootcamp.curriculum.lecture;

import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.school.Membership;
import bootcamp.platform.school.Students;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Frees the seats, in lectures and other places that have not begun, of students who have left all
 * of a lecture's cohorts.
 *
 * <p>Who is said to have left is a hint; what is known of the student decides. That is right once
 * the feed has caught up: while it reads old records again, somebody who left and came back looks
 * as if gone. So hints wait until then, and {@link #catchUp}, which finds whatever hints a process
 * took with it, does too.
 */
public final class Departures {

    private static final int AT_ONCE = 16;

    /** Where else students have places. */
    public interface Places {

        /** Students with a place in what has not begun. */
        Flux<String> holders();

        /** Frees the places of those who have left the cohort that a place was for. */
        Mono<Void> release(List<Membership> memberships);

        /** All of these, one after the other. */
        static Places together(List<Places> all) {
            List<Places> places = List.copyOf(all);
            return new Places() {

                @Override
                public Flux<String> holders() {
                    return Flux.fromIterable(places).concatMap(Places::holders);
                }

                @Override
                public Mono<Void> release(List<Membership> memberships) {
                    return Flux.fromIterable(places)
                            .concatMap(each -> each.release(memberships))
                            .then();
                }
            };
        }
    }

    private final LectureDesk desk;
    private final Places places;
    private final Students students;
    private final BooleanSupplier caughtUp;
    private final InstantSource clock;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    /**
     * @param caughtUp whether the feed that fills {@code students} has read all there was
     */
    public Departures(
            LectureDesk desk,
            Places places,
            Students students,
            BooleanSupplier caughtUp,
            InstantSource clock) {
        this.desk = desk;
        this.places = places;
        this.students = students;
        this.caughtUp = caughtUp;
        this.clock = clock;
    }

    /** Looks after students who may have left; completes when that is done, or put off. */
    public Mono<Void> of(Set<String> studentIds) {
        return Mono.defer(
                () -> {
                    waiting.addAll(studentIds);
                    return lookAfter();
                });
    }

    /** Does what was put off, once the feed has caught up. */
    public Mono<Void> lookAfter() {
        return Mono.defer(
                () -> {
                    List<String> hints = List.copyOf(waiting);
                    if (hints.isEmpty() || !caughtUp.getAsBoolean()) {
                        return Mono.empty();
                    }
                    return memberships(hints)
                            .collectList()
                            .flatMap(this::release)
                            .doOnSuccess(_ -> waiting.removeAll(hints));
                });
    }

    /** Looks at every student in every lecture that is to come. */
    public Mono<Void> catchUp() {
        return desk.lookAtAll()
                .filter(this::isToCome)
                .doOnNext(
                        lecture -> {
                            waiting.addAll(lecture.state().seats().taken().keySet());
                            waiting.addAll(lecture.state().seats().queue().keySet());
                        })
                .thenMany(Flux.defer(places::holders))
                .doOnNext(waiting::add)
                .then(Mono.defer(this::lookAfter));
    }

    private boolean isToCome(Versioned<Lecture> lecture) {
        return lecture.state().status() == Status.PUBLISHED
                && clock.instant().isBefore(lecture.state().planned().starts());
    }

    private Flux<Membership> memberships(Collection<String> studentIds) {
        return Flux.fromIterable(studentIds).flatMap(students::of, AT_ONCE);
    }

    private Mono<Void> release(List<Membership> memberships) {
        Set<String> cohortIds = new HashSet<>();
        memberships.forEach(each -> cohortIds.addAll(each.everIn()));
        return desk.ofCohorts(cohortIds, null)
                .filter(this::isToCome)
                .concatMap(lecture -> release(lecture, memberships))
                .then(Mono.defer(() -> places.release(memberships)));
    }

    private Mono<Versioned<Lecture>> release(
            Versioned<Lecture> lecture, List<Membership> memberships) {
        Set<String> gone =
                memberships.stream()
                        .filter(each -> lecture.state().seats().knows(each.studentId()))
                        .filter(each -> hasLeft(each, lecture.state()))
                        .map(Membership::studentId)
                        .collect(Collectors.toSet());
        return gone.isEmpty() ? Mono.empty() : release(lecture.id(), gone, clock.instant());
    }

    private Mono<Versioned<Lecture>> release(String lectureId, Set<String> gone, Instant now) {
        return desk.transact(lectureId, new ReleaseStudents(gone, now));
    }

    /** Whoever registered by a cohort that the lecture is not for any more keeps the seat. */
    static boolean hasLeft(Membership membership, Lecture lecture) {
        List<String> cohorts = new ArrayList<>(lecture.planned().cohortIds());
        cohorts.addAll(lecture.formerCohortIds());
        return membership.hasLeft(cohorts);
    }
}
