package bootcamp.curriculum.request;

import bootcamp.curriculum.CurriculumEvent.OfAttendanceRequest;
import bootcamp.curriculum.attendance.AmendmentDesk;
import bootcamp.curriculum.request.RequestCommand.AskForDay;
import bootcamp.curriculum.request.RequestCommand.AttachEvidence;
import bootcamp.curriculum.request.RequestCommand.EraseRequester;
import bootcamp.curriculum.request.RequestCommand.NoteEntered;
import bootcamp.curriculum.request.RequestCommand.TakeRequestBack;
import bootcamp.curriculum.request.RequestRefusal.Plain;
import bootcamp.curriculum.request.RequestRefusal.TooManyRequests;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Outcome;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.KeyedHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The attendance requests of each cohort, one document each.
 *
 * <p>That a student has one open request for a day and kind is decided without a second document:
 * the ids of a student's requests for a day and kind are a row, and a request takes the first id of
 * it that nobody has, but only where the one before is over. Over it is for ever; so of two at once
 * one finds the other's.
 *
 * <p>What is accepted is entered on the sheet of the day after the decision is written, and then
 * noted. A process that ends in between leaves one that is accepted and not entered: it is found by
 * {@link #catchUp}, or by whoever decides the same again.
 */
public final class Requests {

    /** For one day and kind. */
    static final int OF_DAY_MAX = 10;

    /** Of one student, in all cohorts. */
    static final int OF_STUDENT_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private static final int PART = 100;

    private final AggregateStore<AttendanceRequest, RequestCommand, OfAttendanceRequest> requests;
    private final ListingStore ofCohorts;
    private final ListingStore ofStudents;
    private final EvidenceFiles files;
    private final AmendmentDesk amendments;
    private final Students students;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final Set<String> toEnter = ConcurrentHashMap.newKeySet();

    /**
     * @param ofCohorts ids by cohort
     * @param ofStudents ids by who asked
     */
    Requests(
            AggregateStore<AttendanceRequest, RequestCommand, OfAttendanceRequest> requests,
            ListingStore ofCohorts,
            ListingStore ofStudents,
            EvidenceFiles files,
            AmendmentDesk amendments,
            Students students,
            KeyedHash hash,
            InstantSource clock) {
        this.requests = requests;
        this.ofCohorts = ofCohorts;
        this.ofStudents = ofStudents;
        this.files = files;
        this.amendments = amendments;
        this.students = students;
        this.hash = hash;
        this.clock = clock;
    }

    /** All that is kept of an answer: of an erased student nothing stays in one. */
    private record Kept(String requestId) {

        static Kept of(Versioned<AttendanceRequest> request) {
            return new Kept(request.id());
        }
    }

    // ---- students

    /** A new request; as it is now, where the same was sent before. */
    Mono<Versioned<AttendanceRequest>> ask(AskForDay ask, Terms terms) {
        return demandRoom(ask)
                .then(Mono.defer(() -> ask(ask, terms, 1)))
                // Whoever was erased in between was not found by what erases.
                .delayUntil(_ -> forget(ask.studentId()));
    }

    private Mono<Void> demandRoom(AskForDay ask) {
        return ofStudents
                .ids(Set.of(ask.studentId()))
                .filter(ids -> ids.size() >= OF_STUDENT_MAX)
                .flatMap(_ -> Mono.error(() -> refused(new TooManyRequests(OF_STUDENT_MAX))));
    }

    /**
     * @param place in the row, from 1
     */
    private Mono<Versioned<AttendanceRequest>> ask(AskForDay ask, Terms terms, int place) {
        if (place > OF_DAY_MAX) {
            return Mono.error(() -> refused(new TooManyRequests(OF_DAY_MAX)));
        }
        String requestId = idOf(ask, place);
        return ofStudents
                .add(ask.studentId(), List.of(requestId))
                .then(Mono.defer(() -> ofCohorts.add(ask.cohortId(), List.of(requestId))))
                .then(Mono.defer(() -> transact(requestId, ask, terms)))
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                refused.refusal() == Plain.REQUEST_OVER
                                        ? ask(ask, terms, place + 1)
                                        : Mono.error(refused));
    }

    private String idOf(AskForDay ask, int place) {
        return hash.of(
                        "attendance request",
                        ask.cohortId(),
                        ask.studentId(),
                        ask.date().toString(),
                        ask.kind().name(),
                        String.valueOf(place))
                .substring(0, 32);
    }

    private static RefusedException refused(RequestRefusal refusal) {
        return new RefusedException(refusal);
    }

    /** The evidence goes with it. */
    Mono<Void> takeBack(String requestId) {
        return find(requestId)
                .flatMap(
                        request ->
                                transact(requestId, new TakeRequestBack(clock.instant()))
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                files.remove(
                                                                        request.state()
                                                                                .evidence()))));
    }

    /** In the place of what there was. */
    Mono<Versioned<AttendanceRequest>> attach(String requestId, Flux<ByteBuffer> bytes) {
        return open(requestId)
                .flatMap(_ -> files.write(requestId, bytes))
                .flatMap(
                        written ->
                                attach(requestId, written)
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused ->
                                                        files.remove(written)
                                                                .then(Mono.error(refused))));
    }

    private Mono<Versioned<AttendanceRequest>> attach(String requestId, Evidence written) {
        return find(requestId)
                .flatMap(
                        before ->
                                transact(requestId, new AttachEvidence(written))
                                        .delayUntil(_ -> files.remove(before.state().evidence()))
                                        .delayUntil(_ -> forget(before.state().studentId())));
    }

    private Mono<Versioned<AttendanceRequest>> open(String requestId) {
        return find(requestId)
                .doOnNext(
                        request -> {
                            if (!request.state().isOpen()) {
                                throw refused(Plain.REQUEST_DECIDED);
                            }
                        });
    }

    /** What was sent. */
    Flux<ByteBuffer> evidence(Evidence evidence) {
        return files.read(evidence);
    }

    static RefusedException noEvidence() {
        return refused(Plain.EVIDENCE_NOT_FOUND);
    }

    // ---- staff

    /** A decision, once for the terms' key; what is accepted is entered before this ends. */
    Mono<Versioned<AttendanceRequest>> decide(
            String requestId, RequestCommand decision, Terms terms) {
        return transact(requestId, decision, terms)
                .delayUntil(this::enterOrLeave)
                .flatMap(request -> find(request.id()));
    }

    /** Enters what was accepted and is not; what can't be entered now is tried again later. */
    private Mono<Void> enter(Versioned<AttendanceRequest> request) {
        AttendanceRequest state = request.state();
        if (!state.isToEnter()) {
            return Mono.empty();
        }
        toEnter.add(request.id());
        return amendments
                .enter(state.acceptance())
                .flatMap(
                        marks ->
                                requests.transact(
                                        request.id(), new NoteEntered(marks, clock.instant())))
                .doOnNext(_ -> toEnter.remove(request.id()))
                // Whoever was erased in between may have got another excused day.
                .then(Mono.defer(() -> forget(state.studentId())));
    }

    /** Tries again what could not be entered. */
    public Mono<Void> lookAfter() {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(toEnter)))
                .buffer(PART)
                .concatMap(requests::findAll)
                .concatMap(
                        request ->
                                request.state().isToEnter()
                                        ? enterOrLeave(request)
                                        : Mono.fromRunnable(() -> toEnter.remove(request.id())))
                .then();
    }

    /** One that can't be entered is in nobody's way; it is tried again with the next round. */
    private Mono<Void> enterOrLeave(Versioned<AttendanceRequest> request) {
        return enter(request)
                .onErrorResume(
                        RefusedException.class,
                        refused ->
                                Mono.fromRunnable(
                                        () ->
                                                LOG.atWarn()
                                                        .addKeyValue("request", request.id())
                                                        .addKeyValue(
                                                                "code", refused.refusal().code())
                                                        .log(
                                                                "an accepted request is not entered")));
    }

    /** Looks once at all there are, for what another process left. */
    public Mono<Void> catchUp() {
        return part(null)
                .expand(part -> part.size() < PART ? Mono.empty() : part(part.getLast().id()))
                .concatMapIterable(part -> part)
                .filter(request -> request.state().isToEnter())
                .doOnNext(request -> toEnter.add(request.id()))
                .then(Mono.defer(this::lookAfter));
    }

    private Mono<List<Versioned<AttendanceRequest>>> part(@Nullable String after) {
        return requests.page(after, PART).collectList();
    }

    // ---- reading

    /** Those of a cohort, in no order. */
    Flux<Versioned<AttendanceRequest>> ofCohort(String cohortId) {
        return ofCohorts
                .ids(Set.of(cohortId))
                .flatMapMany(this::findAll)
                .filter(request -> request.state().cohortId().equals(cohortId));
    }

    /** Those of a student, in no order. */
    Flux<Versioned<AttendanceRequest>> ofStudent(String studentId) {
        return ofStudents.ids(Set.of(studentId)).flatMapMany(this::findAll);
    }

    private Flux<Versioned<AttendanceRequest>> findAll(Set<String> ids) {
        return Flux.fromIterable(ids)
                .buffer(PART)
                .concatMap(requests::findAll)
                .filter(request -> !request.state().removed());
    }

    /** Refused as not found where there is none. */
    Mono<Versioned<AttendanceRequest>> find(String requestId) {
        return requests.find(requestId)
                .filter(request -> !request.state().removed())
                .switchIfEmpty(Mono.error(Requests::notFound));
    }

    static RefusedException notFound() {
        return refused(Plain.REQUEST_NOT_FOUND);
    }

    private Mono<Versioned<AttendanceRequest>> transact(String requestId, RequestCommand command) {
        return requests.transact(requestId, command).map(Outcome::after);
    }

    private Mono<Versioned<AttendanceRequest>> transact(
            String requestId, RequestCommand command, Terms terms) {
        return requests.transact(requestId, command, terms, Kept::of, Kept.class)
                .flatMap(kept -> find(kept.requestId()));
    }

    // ---- files and erasure

    /** Removes files that no request names. */
    public Mono<Long> sweep() {
        return Mono.defer(() -> sweep(clock.instant()));
    }

    Mono<Long> sweep(Instant now) {
        return files.sweep(this::named, now).sweep();
    }

    private Mono<Set<String>> named(List<String> fileIds) {
        Set<String> owners =
                fileIds.stream().map(EvidenceFiles::requestOf).collect(Collectors.toSet());
        return requests.findAll(owners)
                .mapNotNull(request -> request.state().evidence())
                .map(Evidence::fileId)
                .collect(Collectors.toSet());
    }

    /** Empties what those of the students asked for who were erased, and destroys their files. */
    public Mono<Void> forget(Set<String> studentIds) {
        return Flux.fromIterable(studentIds).concatMap(this::forget).then();
    }

    private Mono<Void> forget(String studentId) {
        return students.isErased(studentId)
                .filter(isErased -> isErased)
                .flatMap(_ -> forgetRequests(studentId).then(forgetExcuses(studentId)));
    }

    private Mono<Void> forgetRequests(String studentId) {
        return ofStudent(studentId)
                .concatMap(
                        request ->
                                transact(request.id(), new EraseRequester(clock.instant()))
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                files.remove(
                                                                        request.state()
                                                                                .evidence()))))
                .then();
    }

    /** Also where an earlier attempt ended between a request and them. */
    private Mono<Void> forgetExcuses(String studentId) {
        return ofStudents
                .ids(Set.of(studentId))
                .flatMapIterable(ids -> ids)
                .buffer(PART)
                .concatMap(requests::findAll)
                .map(request -> request.state().cohortId())
                .collect(Collectors.toSet())
                .flatMap(cohortIds -> amendments.forget(cohortIds, studentId));
    }
}
