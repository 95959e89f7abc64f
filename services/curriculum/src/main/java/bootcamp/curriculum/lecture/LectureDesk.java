package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.lecture.LectureCommand.ApplyDue;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where lectures are read and changed, so that nobody sees one to which time should have brought
 * something: each read and each command applies that first.
 *
 * <p>So that it also comes where nobody looks, the desk keeps in mind when time will bring
 * something to each lecture that went through it, and {@link #tick} applies it. What a process had
 * in mind that ended, the others find by {@link #lookAtAll}. Several may do the same at once: it is
 * decided on the document, so it is done once.
 */
public final class LectureDesk {

    private static final int PART = 100;

    private final AggregateStore<Lecture, LectureCommand, OfLecture> lectures;
    private final ListingStore listings;
    private final InstantSource clock;

    /** When time will bring something, by id. */
    private final Map<String, Due> dues = new ConcurrentHashMap<>();

    /**
     * @param version of the lecture that says so
     */
    private record Due(long version, Instant at) {}

    public LectureDesk(
            AggregateStore<Lecture, LectureCommand, OfLecture> lectures,
            ListingStore listings,
            InstantSource clock) {
        this.lectures = lectures;
        this.listings = listings;
        this.clock = clock;
    }

    // ---- commands

    /** A new lecture, listed under its cohorts. */
    <V> Mono<V> draft(
            String lectureId,
            DraftLecture draft,
            Terms terms,
            Function<Versioned<Lecture>, V> view,
            Class<V> viewType) {
        return listings.add(draft.plan().cohortIds(), lectureId)
                .then(transact(lectureId, draft, terms, view, viewType));
    }

    Mono<Versioned<Lecture>> edit(String lectureId, EditLecture edit, Terms terms) {
        return listings.add(edit.after().cohortIds(), lectureId)
                .then(Mono.defer(() -> lectures.transact(lectureId, edit, terms)))
                .map(Outcome::after)
                .doOnNext(this::note);
    }

    /** As {@link AggregateStore#transact}; the answer is kept where {@code terms} have a key. */
    <V> Mono<V> transact(
            String lectureId,
            LectureCommand command,
            Terms terms,
            Function<Versioned<Lecture>, V> view,
            Class<V> viewType) {
        return lectures.transact(
                lectureId,
                command,
                terms,
                after -> {
                    note(after);
                    return view.apply(after);
                },
                viewType);
    }

    Mono<Versioned<Lecture>> transact(String lectureId, LectureCommand command) {
        return lectures.transact(lectureId, command).map(Outcome::after).doOnNext(this::note);
    }

    // ---- reading

    /** The lecture as it is now; refused as not found where there is none. */
    Mono<Versioned<Lecture>> find(String lectureId) {
        return lectures.find(lectureId)
                .switchIfEmpty(
                        Mono.error(
                                () -> new RefusedException(new LectureRefusal.LectureNotFound())))
                .flatMap(this::brought);
    }

    /**
     * Those that any of the cohorts ever had, in the order of ids.
     *
     * @param after the last id of the page before; null: from the start
     */
    public Flux<Versioned<Lecture>> ofCohorts(
            Collection<String> cohortIds, @Nullable String after) {
        return listings.ids(cohortIds)
                .map(ids -> after == null ? ids : ids.tailSet(after, false))
                .flatMapIterable(ids -> ids)
                .buffer(PART)
                .concatMap(part -> lectures.findAll(part).sort(Comparator.comparing(Versioned::id)))
                .concatMap(this::brought);
    }

    /** All there are, in the order of ids. */
    Flux<Versioned<Lecture>> all(@Nullable String after) {
        return parts(after).concatMap(this::brought);
    }

    private Flux<Versioned<Lecture>> parts(@Nullable String after) {
        return lectures.page(after, PART)
                .collectList()
                .flatMapMany(
                        part ->
                                part.size() < PART
                                        ? Flux.fromIterable(part)
                                        : Flux.fromIterable(part)
                                                .concatWith(
                                                        Flux.defer(
                                                                () -> parts(part.getLast().id()))));
    }

    // ---- what time brings

    private Mono<Versioned<Lecture>> brought(Versioned<Lecture> lecture) {
        Instant now = clock.instant();
        note(lecture);
        return lecture.state().isDue(now)
                ? transact(lecture.id(), new ApplyDue(now))
                : Mono.just(lecture);
    }

    /** An older version never replaces what a newer one said. */
    private void note(Versioned<Lecture> lecture) {
        Instant next = lecture.state().nextDue();
        dues.compute(
                lecture.id(),
                (_, present) -> {
                    if (present != null && present.version() > lecture.version()) {
                        return present;
                    }
                    return next == null ? null : new Due(lecture.version(), next);
                });
    }

    /** Applies what has come by now to every lecture that is in mind. */
    public Mono<Void> tick() {
        Instant now = clock.instant();
        return Flux.fromIterable(dues.entrySet())
                .filter(each -> !each.getValue().at().isAfter(now))
                .map(Map.Entry::getKey)
                .concatMapDelayError(id -> transact(id, new ApplyDue(now)))
                .then();
    }

    /** Reads every lecture once: whatever another process had in mind is in mind here then. */
    public Flux<Versioned<Lecture>> lookAtAll() {
        return all(null);
    }
}
