package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumEvent.AttendanceMarked;
import bootcamp.curriculum.CurriculumEvent.LectureCancelled;
import bootcamp.curriculum.CurriculumEvent.LectureDrafted;
import bootcamp.curriculum.CurriculumEvent.LectureEdited;
import bootcamp.curriculum.CurriculumEvent.LectureHeld;
import bootcamp.curriculum.CurriculumEvent.LecturePublished;
import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.CurriculumEvent.QueueLeft;
import bootcamp.curriculum.CurriculumEvent.SeatBecameFirm;
import bootcamp.curriculum.CurriculumEvent.SeatConfirmed;
import bootcamp.curriculum.CurriculumEvent.SeatGivenUp;
import bootcamp.curriculum.CurriculumEvent.SeatOffered;
import bootcamp.curriculum.CurriculumEvent.SeatTaken;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.CurriculumEvent.StudentQueued;
import bootcamp.curriculum.lecture.LectureCommand.ApplyDue;
import bootcamp.curriculum.lecture.LectureCommand.CancelLecture;
import bootcamp.curriculum.lecture.LectureCommand.ConfirmSeat;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.HoldLecture;
import bootcamp.curriculum.lecture.LectureCommand.MarkAttendance;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LectureCommand.RemoveStudent;
import bootcamp.curriculum.lecture.LectureRefusal.Now;
import bootcamp.curriculum.lecture.Seats.Seat;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A special lecture: its plan, how far it has come, and its seats, about which it alone decides.
 *
 * <p>As long as it is published there is never one seat too many given, and never a seat free with
 * somebody waiting: {@link #decide} applies what time has brought, then the command, and then gives
 * every free seat to the first of the queue. Capacity may be set below what is taken: nobody loses
 * a seat, nobody new gets one.
 *
 * @param plan null: nobody has drafted a lecture of this id
 * @param homeCohortId the cohort that it was first for: it alone says in which partition its events
 *     are, so it never changes; empty where there is no plan
 * @param formerCohortIds cohorts that it was for and is not any more
 * @param publishedAt null: nobody but staff has ever seen it
 * @param cancellation null: it was not cancelled
 * @param movedAt when staff last changed its times after its publication; null: never
 */
public record Lecture(
        String lectureId,
        @Nullable LecturePlan plan,
        String homeCohortId,
        Set<String> formerCohortIds,
        Status status,
        @Nullable Instant publishedAt,
        @Nullable Cancellation cancellation,
        Seats seats,
        @Nullable Instant movedAt) {

    /** Of who came from the queue, those who did last: so many are in the public state. */
    static final int PROMOTED_MAX = 1_000;

    /**
     * Of those with a seat or in line when it was cancelled or moved, so many are in the public
     * state: well under the bound of a record, whatever their ids.
     */
    static final int REGISTERED_MAX = 5_000;

    /** Who has a seat and who waits, together: so that the document stays well under its bound. */
    static final int STUDENTS_MAX = 10_000;

    /** The longest time to confirm a seat, and the share of the time left that it is at most. */
    static final Duration CONFIRM_MAX = Duration.ofHours(24);

    static final int CONFIRM_SHARE = 4;
    static final Duration CONFIRM_MIN = Duration.ofMinutes(15);

    /** So near the start nobody is asked to confirm. */
    static final Duration NEAR = Duration.ofMinutes(60);

    public static final AggregateType<Lecture, LectureCommand, OfLecture> TYPE =
            new AggregateType<>(
                    "Lecture",
                    1,
                    Lecture.class,
                    Map.ofEntries(
                            Map.entry("LectureDrafted", LectureDrafted.class),
                            Map.entry("LectureEdited", LectureEdited.class),
                            Map.entry("LecturePublished", LecturePublished.class),
                            Map.entry("LectureCancelled", LectureCancelled.class),
                            Map.entry("LectureHeld", LectureHeld.class),
                            Map.entry("SeatTaken", SeatTaken.class),
                            Map.entry("StudentQueued", StudentQueued.class),
                            Map.entry("SeatOffered", SeatOffered.class),
                            Map.entry("SeatConfirmed", SeatConfirmed.class),
                            Map.entry("SeatBecameFirm", SeatBecameFirm.class),
                            Map.entry("SeatGivenUp", SeatGivenUp.class),
                            Map.entry("QueueLeft", QueueLeft.class),
                            Map.entry("AttendanceMarked", AttendanceMarked.class)),
                    Lecture::initial,
                    Lecture::decide,
                    Lecture::evolve,
                    Lecture::publicState,
                    Lecture::publicChange,
                    Lecture::homeCohortId);

    public Lecture {
        formerCohortIds = Collections.unmodifiableSet(formerCohortIds);
    }

    /**
     * @param reason null: not said
     * @param note null: nothing
     */
    public record Cancellation(
            @Nullable CancellationReason reason, @Nullable String note, Instant at) {}

    public static Lecture initial(String lectureId) {
        return new Lecture(
                lectureId, null, "", Set.of(), Status.DRAFT, null, null, Seats.NONE, null);
    }

    // ---- decide

    public Decision<OfLecture> decide(LectureCommand command) {
        Instant now = command.at();
        Telling telling = new Telling(this);
        telling.tellAll(telling.lecture.due(now));
        Optional<Refusal> refusal = telling.lecture.carryOut(command, telling);
        if (refusal.isPresent()) {
            return Decision.refuses(refusal.get());
        }
        telling.tellAll(telling.lecture.promotions(now));
        return Decision.yields(telling.facts);
    }

    /** Facts one after another, each decided on what the ones before it made. */
    private static final class Telling {

        private final List<OfLecture> facts = new ArrayList<>();
        private Lecture lecture;

        Telling(Lecture lecture) {
            this.lecture = lecture;
        }

        Optional<Refusal> tell(OfLecture fact) {
            facts.add(fact);
            lecture = lecture.evolve(fact);
            return Optional.empty();
        }

        void tellAll(Collection<? extends OfLecture> all) {
            all.forEach(this::tell);
        }
    }

    private static final Optional<Refusal> QUIET = Optional.empty();

    private static Optional<Refusal> refuses(Refusal refusal) {
        return Optional.of(refusal);
    }

    private Optional<Refusal> carryOut(LectureCommand command, Telling telling) {
        if (plan == null && !(command instanceof DraftLecture)) {
            return refuses(new LectureRefusal.LectureNotFound());
        }
        return switch (command) {
            case DraftLecture draft -> draft(draft, telling);
            case EditLecture edit -> edit(edit, telling);
            case PublishLecture publish -> publish(publish, telling);
            case CancelLecture cancel -> cancel(cancel, telling);
            case HoldLecture hold -> hold(hold, telling);
            case Register register -> register(register, telling);
            case ConfirmSeat confirm -> confirm(confirm, telling);
            case GiveUp giveUp -> giveUp(giveUp, telling);
            case RemoveStudent remove -> remove(remove, telling);
            case ReleaseStudents release -> release(release, telling);
            case MarkAttendance mark -> mark(mark, telling);
            case ApplyDue _ -> QUIET;
        };
    }

    // ---- what time brings

    /** What has come by now, and nobody has said yet. */
    private List<OfLecture> due(Instant now) {
        LecturePlan present = plan;
        if (present == null || status != Status.PUBLISHED) {
            return List.of();
        }
        Telling telling = new Telling(this);
        for (String studentId : seats.toConfirmBy(now)) {
            telling.lecture.confirmationDue(present, studentId, now, telling);
        }
        if (!now.isBefore(present.ends())) {
            telling.tell(new LectureHeld(now, null));
        }
        return telling.facts;
    }

    /**
     * The seat goes on where it can: somebody waits, it is not one too many, and the lecture has
     * not begun.
     */
    private void confirmationDue(
            LecturePlan present, String studentId, Instant now, Telling telling) {
        boolean goesOn =
                !seats.queue().isEmpty()
                        && seats.taken().size() <= present.capacity()
                        && now.isBefore(present.starts());
        if (goesOn) {
            telling.tell(new SeatGivenUp(studentId, Because.EXPIRED, now));
            telling.tellAll(telling.lecture.promotions(now));
        } else {
            telling.tell(new SeatBecameFirm(studentId, now));
        }
    }

    private List<OfLecture> promotions(Instant now) {
        LecturePlan present = plan;
        if (present == null || status != Status.PUBLISHED) {
            return List.of();
        }
        List<OfLecture> promotions = new ArrayList<>();
        int free = present.capacity() - seats.taken().size();
        for (String first : seats.queue().keySet()) {
            if (free-- <= 0) {
                break;
            }
            promotions.add(new SeatOffered(first, now, confirmBy(present.starts(), now)));
        }
        return promotions;
    }

    /** Null: the seat is firm at once. */
    static @Nullable Instant confirmBy(Instant starts, Instant now) {
        Duration left = Duration.between(now, starts);
        if (left.compareTo(NEAR) <= 0) {
            return null;
        }
        Duration share = left.dividedBy(CONFIRM_SHARE);
        Duration shorter = share.compareTo(CONFIRM_MAX) < 0 ? share : CONFIRM_MAX;
        return now.plus(shorter.compareTo(CONFIRM_MIN) > 0 ? shorter : CONFIRM_MIN);
    }

    /** When time will bring something next; null: never, as far as is known. */
    public @Nullable Instant nextDue() {
        LecturePlan present = plan;
        if (present == null || status != Status.PUBLISHED) {
            return null;
        }
        Instant confirmBy = seats.nextConfirmBy();
        return confirmBy != null && confirmBy.isBefore(present.ends()) ? confirmBy : present.ends();
    }

    public boolean isDue(Instant now) {
        Instant next = nextDue();
        return next != null && !next.isAfter(now);
    }

    // ---- what staff do

    private Optional<Refusal> draft(DraftLecture draft, Telling telling) {
        if (plan != null) {
            return refuses(Now.LECTURE_EXISTS);
        }
        Optional<Refusal> unsound = unsound(draft.plan());
        return unsound.isPresent()
                ? unsound
                : telling.tell(new LectureDrafted(draft.plan(), draft.stamp()));
    }

    private static Optional<Refusal> unsound(LecturePlan plan) {
        return plan.flaws().stream()
                .findFirst()
                .map(flaw -> new LectureRefusal.LectureUnsound(flaw.field()));
    }

    private Optional<Refusal> edit(EditLecture edit, Telling telling) {
        LecturePlan present = planned();
        LecturePlan after = edit.after();
        if (present.equals(after)) {
            return QUIET;
        }
        if (!present.equals(edit.before())) {
            return refuses(Now.PLAN_CHANGED);
        }
        if (status.isOver() && !after.differsInTextsOnly(present)) {
            return refuses(over());
        }
        Optional<Refusal> unsound = unsound(after);
        if (unsound.isPresent()) {
            return unsound;
        }
        boolean moved = !present.starts().equals(after.starts());
        return moved && !after.starts().isAfter(edit.at())
                ? refuses(new LectureRefusal.LectureUnsound("startsAt"))
                : telling.tell(new LectureEdited(after, edit.stamp()));
    }

    private Refusal over() {
        return status == Status.HELD ? Now.LECTURE_HELD : Now.LECTURE_CANCELLED;
    }

    private Optional<Refusal> publish(PublishLecture publish, Telling telling) {
        if (status == Status.PUBLISHED) {
            return QUIET;
        }
        if (status.isOver()) {
            return refuses(over());
        }
        return planned().starts().isAfter(publish.at())
                ? telling.tell(new LecturePublished(publish.stamp()))
                : refuses(Now.LECTURE_BEGUN);
    }

    private Optional<Refusal> cancel(CancelLecture cancel, Telling telling) {
        if (status == Status.CANCELLED) {
            return QUIET;
        }
        return status == Status.HELD
                ? refuses(Now.LECTURE_HELD)
                : telling.tell(
                        new LectureCancelled(cancel.reason(), cancel.note(), cancel.stamp()));
    }

    private Optional<Refusal> hold(HoldLecture hold, Telling telling) {
        LecturePlan present = planned();
        if (status == Status.HELD) {
            return QUIET;
        }
        if (status != Status.PUBLISHED) {
            return refuses(notOpen());
        }
        return hold.at().isBefore(present.starts())
                ? refuses(new LectureRefusal.LectureNotBegun(present.written(present.startsAt())))
                : telling.tell(new LectureHeld(hold.at(), hold.stamp().by()));
    }

    private Refusal notOpen() {
        return status == Status.DRAFT ? Now.LECTURE_NOT_PUBLISHED : over();
    }

    private Optional<Refusal> remove(RemoveStudent remove, Telling telling) {
        if (!seats.knows(remove.studentId())) {
            return QUIET;
        }
        return status == Status.PUBLISHED
                ? leave(remove.studentId(), Because.REMOVED, remove.at(), telling)
                : refuses(over());
    }

    private Optional<Refusal> leave(
            String studentId, Because because, Instant at, Telling telling) {
        return telling.tell(
                seats.waits(studentId)
                        ? new QueueLeft(studentId, because, at)
                        : new SeatGivenUp(studentId, because, at));
    }

    /** Why nothing of it can be told of yet; empty once it has begun. */
    Optional<Refusal> notBegunBy(Instant at) {
        LecturePlan present = planned();
        if (status == Status.DRAFT || status == Status.CANCELLED) {
            return refuses(notOpen());
        }
        return at.isBefore(present.starts())
                ? refuses(new LectureRefusal.LectureNotBegun(present.written(present.startsAt())))
                : QUIET;
    }

    private Optional<Refusal> mark(MarkAttendance mark, Telling telling) {
        Seat seat = seats.seatOf(mark.studentId());
        Optional<Refusal> early = notBegunBy(mark.at());
        if (early.isPresent()) {
            return early;
        }
        if (seat == null) {
            return refuses(Now.NOT_REGISTERED);
        }
        return Objects.equals(seat.attended(), mark.attended())
                ? QUIET
                : telling.tell(
                        new AttendanceMarked(mark.studentId(), mark.attended(), mark.stamp()));
    }

    // ---- what students do

    private Optional<Refusal> register(Register register, Telling telling) {
        LecturePlan present = planned();
        if (seats.knows(register.studentId())) {
            return QUIET;
        }
        Optional<Refusal> closed = closedFor(present, register);
        if (closed.isPresent()) {
            return closed;
        }
        if (seats.size() >= STUDENTS_MAX) {
            return refuses(new LectureRefusal.ListFull(STUDENTS_MAX));
        }
        boolean free = seats.queue().isEmpty() && seats.taken().size() < present.capacity();
        return telling.tell(
                free
                        ? new SeatTaken(register.studentId(), register.at())
                        : new StudentQueued(register.studentId(), register.at()));
    }

    private Optional<Refusal> closedFor(LecturePlan present, Register register) {
        if (publishedAt == null) {
            return refuses(new LectureRefusal.LectureNotFound());
        }
        if (Collections.disjoint(present.cohortIds(), register.cohortIds())) {
            return refuses(new LectureRefusal.LectureOfOthers());
        }
        if (status.isOver()) {
            return refuses(over());
        }
        Instant opens = present.opens();
        if (opens != null && register.at().isBefore(opens)) {
            return refuses(
                    new LectureRefusal.RegistrationNotOpen(
                            present.written(
                                    Objects.requireNonNull(present.registrationOpensAt()))));
        }
        if (!register.at().isBefore(present.closes())) {
            return refuses(
                    new LectureRefusal.RegistrationClosed(
                            present.written(
                                    Objects.requireNonNullElse(
                                            present.registrationClosesAt(), present.startsAt()))));
        }
        return Collections.disjoint(present.cohortIds(), register.enrolledIn())
                ? refuses(new LectureRefusal.NotEnrolled())
                : QUIET;
    }

    private Optional<Refusal> confirm(ConfirmSeat confirm, Telling telling) {
        Seat seat = seats.seatOf(confirm.studentId());
        if (seat == null) {
            return refuses(seats.waits(confirm.studentId()) ? Now.NO_SEAT_YET : Now.NOT_REGISTERED);
        }
        if (seat.firm()) {
            return QUIET;
        }
        return status == Status.PUBLISHED
                ? telling.tell(new SeatConfirmed(confirm.studentId(), confirm.at()))
                : refuses(over());
    }

    private Optional<Refusal> giveUp(GiveUp giveUp, Telling telling) {
        String studentId = giveUp.studentId();
        if (!seats.knows(studentId)) {
            return QUIET;
        }
        if (status.isOver()) {
            return refuses(over());
        }
        Seat seat = seats.seatOf(studentId);
        if (seat != null && !giveUp.at().isBefore(planned().starts())) {
            return refuses(Now.LECTURE_BEGUN);
        }
        Because because = seat == null || seat.firm() ? Because.CANCELLED : Because.DECLINED;
        return leave(studentId, because, giveUp.at(), telling);
    }

    private Optional<Refusal> release(ReleaseStudents release, Telling telling) {
        if (status == Status.PUBLISHED && release.at().isBefore(planned().starts())) {
            for (String studentId : release.studentIds().stream().sorted().toList()) {
                if (seats.knows(studentId)) {
                    leave(studentId, Because.WITHDREW, release.at(), telling);
                }
            }
        }
        return QUIET;
    }

    // ---- evolve

    public Lecture evolve(OfLecture fact) {
        return switch (fact) {
            case LectureDrafted drafted -> drafted(drafted.plan());
            case LectureEdited(var after, var stamp) -> edited(after, stamp.at());
            case LecturePublished published ->
                    with(Status.PUBLISHED, published.stamp().at(), cancellation);
            case LectureCancelled cancelled ->
                    with(
                            Status.CANCELLED,
                            publishedAt,
                            new Cancellation(
                                    cancelled.reason(), cancelled.note(), cancelled.stamp().at()));
            case LectureHeld _ -> with(Status.HELD, publishedAt, cancellation);
            case SeatTaken seat -> with(seats.withSeat(seat.studentId(), seat.at(), null));
            case StudentQueued queued -> with(seats.withWaiting(queued.studentId(), queued.at()));
            case SeatOffered offered ->
                    with(seats.withSeat(offered.studentId(), offered.at(), offered.confirmBy()));
            case SeatConfirmed confirmed -> with(seats.confirmed(confirmed.studentId()));
            case SeatBecameFirm firm -> with(seats.confirmed(firm.studentId()));
            case SeatGivenUp gone -> with(seats.without(gone.studentId()));
            case QueueLeft gone -> with(seats.without(gone.studentId()));
            case AttendanceMarked marked ->
                    with(seats.marked(marked.studentId(), marked.attended()));
        };
    }

    private Lecture drafted(LecturePlan drafted) {
        return new Lecture(
                lectureId,
                drafted,
                drafted.cohortIds().getFirst(),
                Set.of(),
                Status.DRAFT,
                null,
                null,
                seats,
                null);
    }

    private Lecture edited(LecturePlan after, Instant at) {
        Set<String> former = new LinkedHashSet<>(formerCohortIds);
        former.addAll(planned().cohortIds());
        former.removeAll(after.cohortIds());
        return new Lecture(
                lectureId,
                after,
                homeCohortId,
                former,
                status,
                publishedAt,
                cancellation,
                seats.confirmedBy(after.starts()),
                status == Status.PUBLISHED && isMovedBy(after) ? at : movedAt);
    }

    private boolean isMovedBy(LecturePlan after) {
        LecturePlan before = planned();
        return !before.starts().equals(after.starts()) || !before.ends().equals(after.ends());
    }

    private Lecture with(
            Status next, @Nullable Instant published, @Nullable Cancellation cancelled) {
        return new Lecture(
                lectureId,
                plan,
                homeCohortId,
                formerCohortIds,
                next,
                published,
                cancelled,
                seats,
                movedAt);
    }

    private Lecture with(Seats next) {
        return new Lecture(
                lectureId,
                plan,
                homeCohortId,
                formerCohortIds,
                status,
                publishedAt,
                cancellation,
                next,
                movedAt);
    }

    // ---- queries

    /** Of a lecture that somebody has drafted. */
    public LecturePlan planned() {
        return Objects.requireNonNull(plan, "nobody has drafted this lecture");
    }

    /** How many more are registered than there are seats, since capacity was lowered. */
    public int overCapacity() {
        return Math.max(0, seats.taken().size() - planned().capacity());
    }

    /** Whether the student has a seat, to be confirmed or not. */
    public boolean hasSeat(String studentId) {
        return seats.seatOf(studentId) != null;
    }

    /** Whether the student has a seat that is still to be confirmed. */
    public boolean hasSeatToConfirm(String studentId) {
        Seat seat = seats.seatOf(studentId);
        return seat != null && !seat.firm();
    }

    /** A draft that was given up before anybody saw it. */
    public boolean removed() {
        return status == Status.CANCELLED && publishedAt == null;
    }

    /** Whether it is one that students may know of. */
    public boolean wasPublished() {
        return publishedAt != null;
    }

    /** Whether it is still to come, or under way. */
    public boolean isPublished() {
        return status == Status.PUBLISHED;
    }

    /**
     * A seat that came from the queue, so that its student is told.
     *
     * @param confirmBy null: it is firm
     */
    public record Promoted(String studentId, Instant at, @Nullable Instant confirmBy) {}

    /**
     * What the world may see of a lecture: figures of its seats, and ids only of those who came
     * from the queue while it is still to come, of those whom it was moved or cancelled for, and of
     * those who had a seat once it was held.
     *
     * @param cancelledAt null: it was not cancelled
     * @param movedAt null: its times have not changed since its publication
     */
    public record Public(
            String lectureId,
            List<String> cohortIds,
            Set<String> formerCohortIds,
            String title,
            String startsAt,
            String endsAt,
            String timeZone,
            Status status,
            int capacity,
            int registered,
            int unconfirmed,
            int waiting,
            @Nullable String registrationOpensAt,
            @Nullable String registrationClosesAt,
            boolean removed,
            @Nullable Instant cancelledAt,
            @Nullable Instant movedAt,
            List<Promoted> promoted,
            List<String> registeredStudentIds,
            List<String> cameStudentIds,
            List<String> missedStudentIds,
            List<String> unmarkedStudentIds) {}

    public Public publicState() {
        LecturePlan.Public present = planned().published();
        return new Public(
                lectureId,
                present.cohortIds(),
                formerCohortIds,
                present.title(),
                present.startsAt(),
                present.endsAt(),
                present.timeZone(),
                status,
                present.capacity(),
                seats.taken().size(),
                seats.unconfirmed(),
                seats.queue().size(),
                present.registrationOpensAt(),
                present.registrationClosesAt(),
                removed(),
                cancellation == null ? null : cancellation.at(),
                movedAt,
                status == Status.PUBLISHED ? seats.promoted(PROMOTED_MAX) : List.of(),
                toBeTold(),
                marked(true),
                marked(false),
                marked(null));
    }

    /** Of those who had a seat who came, who did not, and of whom staff marked neither. */
    private List<String> marked(@Nullable Boolean came) {
        return status == Status.HELD ? seats.marked(came) : List.of();
    }

    /** Whom a cancellation or new times concern: whoever asks for a seat later knows the times. */
    private List<String> toBeTold() {
        return switch (status) {
            case CANCELLED -> seats.known(REGISTERED_MAX);
            case PUBLISHED -> movedAt == null ? List.of() : seats.knownBy(movedAt, REGISTERED_MAX);
            case DRAFT, HELD -> List.of();
        };
    }

    /** A fact that tells of a plan, as it is published. */
    record PublicPlan(LecturePlan.Public plan, Stamp stamp) {}

    /** A cancellation as it is published. */
    record PublicCancellation(@Nullable CancellationReason reason, Stamp stamp) {}

    /** Without the texts that are nobody else's: who speaks, and what staff wrote beside titles. */
    static Object publicChange(OfLecture fact) {
        return switch (fact) {
            case LectureDrafted(var drafted, var stamp) ->
                    new PublicPlan(drafted.published(), stamp);
            case LectureEdited(var edited, var stamp) -> new PublicPlan(edited.published(), stamp);
            case LectureCancelled(var reason, var _, var stamp) ->
                    new PublicCancellation(reason, stamp);
            case LecturePublished _,
                    LectureHeld _,
                    SeatTaken _,
                    StudentQueued _,
                    SeatOffered _,
                    SeatConfirmed _,
                    SeatBecameFirm _,
                    SeatGivenUp _,
                    QueueLeft _,
                    AttendanceMarked _ ->
                    fact;
        };
    }
}
