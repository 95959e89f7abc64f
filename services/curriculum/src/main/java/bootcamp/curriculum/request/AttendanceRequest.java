package bootcamp.curriculum.request;

import bootcamp.curriculum.CurriculumEvent.AcceptanceEntered;
import bootcamp.curriculum.CurriculumEvent.AttendanceRequested;
import bootcamp.curriculum.CurriculumEvent.EvidenceAttached;
import bootcamp.curriculum.CurriculumEvent.OfAttendanceRequest;
import bootcamp.curriculum.CurriculumEvent.RequestAccepted;
import bootcamp.curriculum.CurriculumEvent.RequestRefused;
import bootcamp.curriculum.CurriculumEvent.RequestTakenBack;
import bootcamp.curriculum.CurriculumEvent.RequesterErased;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.attendance.AmendmentDesk.Acceptance;
import bootcamp.curriculum.attendance.AmendmentDesk.Amendment;
import bootcamp.curriculum.attendance.Excuse;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.request.RequestCommand.AcceptRequest;
import bootcamp.curriculum.request.RequestCommand.AskForDay;
import bootcamp.curriculum.request.RequestCommand.AttachEvidence;
import bootcamp.curriculum.request.RequestCommand.EraseRequester;
import bootcamp.curriculum.request.RequestCommand.NoteEntered;
import bootcamp.curriculum.request.RequestCommand.RefuseRequest;
import bootcamp.curriculum.request.RequestCommand.TakeRequestBack;
import bootcamp.curriculum.request.RequestRefusal.Plain;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A student asks to have a day of attendance set right: to have it corrected, or excused.
 *
 * <p>One decision is made, by whoever is first; what is accepted is entered on the sheet of the day
 * after it, and then noted here, so that what a process left between the two is found and finished.
 *
 * @param cohortId empty where nobody has asked
 * @param cameAt when the student says to have come, on the clock of the cohort; null: not said; so
 *     of {@code leftAt}
 * @param reason null: it was taken back, or the student was erased
 * @param excuse null: of a correction, where {@code reason} is null, and of one that was made
 *     before kinds were asked for; in no event
 * @param askedAt null: nobody has asked
 * @param decideBy the last day on which staff are to decide; null: nobody has asked
 * @param evidence null: none
 * @param verdict null: not decided
 * @param entered whether the sheet has what was accepted
 * @param removed whether the student was erased
 */
public record AttendanceRequest(
        String requestId,
        String cohortId,
        String studentId,
        @Nullable LocalDate date,
        RequestKind kind,
        Phase phase,
        @Nullable String reason,
        @Nullable Excuse excuse,
        @Nullable LocalTime cameAt,
        @Nullable LocalTime leftAt,
        @Nullable Instant askedAt,
        @Nullable LocalDate decideBy,
        @Nullable Evidence evidence,
        @Nullable Verdict verdict,
        boolean entered,
        boolean removed) {

    static final int REASON_CHARS_MAX = 1_000;
    static final int NOTE_CHARS_MAX = 500;

    public static final AggregateType<AttendanceRequest, RequestCommand, OfAttendanceRequest> TYPE =
            new AggregateType<>(
                    "AttendanceRequest",
                    1,
                    AttendanceRequest.class,
                    Map.of(
                            "AttendanceRequested", AttendanceRequested.class,
                            "EvidenceAttached", EvidenceAttached.class,
                            "RequestTakenBack", RequestTakenBack.class,
                            "RequestAccepted", RequestAccepted.class,
                            "RequestRefused", RequestRefused.class,
                            "AcceptanceEntered", AcceptanceEntered.class,
                            "RequesterErased", RequesterErased.class),
                    AttendanceRequest::initial,
                    AttendanceRequest::decide,
                    AttendanceRequest::evolve,
                    AttendanceRequest::publicState,
                    AttendanceRequest::publicChange,
                    AttendanceRequest::cohortId);

    /**
     * What staff decided.
     *
     * @param marks that the day was to have, and what that came to once it is entered; empty where
     *     it was refused
     * @param note null: none, or the student was erased
     */
    public record Verdict(List<Mark> marks, @Nullable String note, Stamp stamp) {

        public Verdict {
            marks = List.copyOf(marks);
        }
    }

    public static AttendanceRequest initial(String requestId) {
        return new AttendanceRequest(
                requestId,
                "",
                "",
                null,
                RequestKind.CORRECTION,
                Phase.OPEN,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                false);
    }

    // ---- decide

    public Decision<OfAttendanceRequest> decide(RequestCommand command) {
        if (!isThereFor(command)) {
            return Decision.refuses(Plain.REQUEST_NOT_FOUND);
        }
        return switch (command) {
            case AskForDay ask -> ask(ask);
            case AttachEvidence attach ->
                    phase == Phase.OPEN
                            ? Decision.yields(new EvidenceAttached(attach.evidence()))
                            : Decision.refuses(Plain.REQUEST_DECIDED);
            case TakeRequestBack back ->
                    switch (phase) {
                        case OPEN -> Decision.yields(new RequestTakenBack(back.at()));
                        case TAKEN_BACK -> Decision.staysQuiet();
                        case ACCEPTED, REFUSED -> Decision.refuses(Plain.REQUEST_DECIDED);
                    };
            case AcceptRequest accept ->
                    decided(
                            Phase.ACCEPTED,
                            new RequestAccepted(accept.marks(), accept.note(), accept.stamp()));
            case RefuseRequest refuse ->
                    decided(Phase.REFUSED, new RequestRefused(refuse.note(), refuse.stamp()));
            case NoteEntered noted ->
                    phase == Phase.ACCEPTED && !entered
                            ? Decision.yields(new AcceptanceEntered(noted.marks(), noted.at()))
                            : Decision.staysQuiet();
            case EraseRequester erase ->
                    removed
                            ? Decision.staysQuiet()
                            : Decision.yields(new RequesterErased(erase.at()));
        };
    }

    /** Of an erased student nothing is done any more but what has to be finished. */
    private boolean isThereFor(RequestCommand command) {
        return switch (command) {
            case AskForDay _ -> true;
            case NoteEntered _, EraseRequester _ -> askedAt != null;
            case AttachEvidence _, TakeRequestBack _, AcceptRequest _, RefuseRequest _ ->
                    askedAt != null && !removed;
        };
    }

    private Decision<OfAttendanceRequest> ask(AskForDay ask) {
        if (askedAt != null) {
            return Decision.refuses(
                    phase == Phase.OPEN && !removed ? Plain.REQUEST_OPEN : Plain.REQUEST_OVER);
        }
        return Decision.yields(
                new AttendanceRequested(
                        ask.cohortId(),
                        ask.studentId(),
                        ask.date(),
                        ask.kind(),
                        ask.reason(),
                        ask.excuse(),
                        ask.cameAt(),
                        ask.leftAt(),
                        ask.decideBy(),
                        ask.at()));
    }

    /** The first decision stands; the same once more is none. */
    private Decision<OfAttendanceRequest> decided(Phase wanted, OfAttendanceRequest fact) {
        if (phase == Phase.OPEN) {
            return Decision.yields(fact);
        }
        return phase == wanted ? Decision.staysQuiet() : Decision.refuses(Plain.REQUEST_DECIDED);
    }

    // ---- evolve

    public AttendanceRequest evolve(OfAttendanceRequest fact) {
        return switch (fact) {
            case AttendanceRequested asked ->
                    new AttendanceRequest(
                            requestId,
                            asked.cohortId(),
                            asked.studentId(),
                            asked.date(),
                            asked.kind(),
                            Phase.OPEN,
                            asked.reason(),
                            asked.excuse(),
                            asked.cameAt(),
                            asked.leftAt(),
                            asked.at(),
                            asked.decideBy(),
                            null,
                            null,
                            false,
                            false);
            case EvidenceAttached(var file) ->
                    with(Phase.OPEN, reason, excuse, cameAt, leftAt, file, null, false, false);
            case RequestTakenBack _ ->
                    with(Phase.TAKEN_BACK, null, null, null, null, null, null, false, false);
            case RequestAccepted(var marks, var note, var stamp) ->
                    decided(Phase.ACCEPTED, new Verdict(marks, note, stamp));
            case RequestRefused(var note, var stamp) ->
                    decided(Phase.REFUSED, new Verdict(List.of(), note, stamp));
            case AcceptanceEntered(var marks, _) ->
                    with(phase, reason, excuse, cameAt, leftAt, evidence, of(marks), true, removed);
            case RequesterErased _ ->
                    with(phase, null, null, null, null, null, silent(), entered, true);
        };
    }

    private AttendanceRequest decided(Phase after, Verdict decision) {
        return with(after, reason, excuse, cameAt, leftAt, evidence, decision, false, false);
    }

    /** The verdict, with what it came to. */
    private Verdict of(List<Mark> marks) {
        Verdict made = Objects.requireNonNull(verdict);
        return new Verdict(marks, made.note(), made.stamp());
    }

    private @Nullable Verdict silent() {
        return verdict == null ? null : new Verdict(verdict.marks(), null, verdict.stamp());
    }

    private AttendanceRequest with(
            Phase after,
            @Nullable String why,
            @Nullable Excuse kindOfIt,
            @Nullable LocalTime came,
            @Nullable LocalTime left,
            @Nullable Evidence file,
            @Nullable Verdict decision,
            boolean isEntered,
            boolean isRemoved) {
        return new AttendanceRequest(
                requestId, cohortId, studentId, date, kind, after, why, kindOfIt, came, left,
                askedAt, decideBy, file, decision, isEntered, isRemoved);
    }

    // ---- queries

    /** Of one that was made. */
    LocalDate day() {
        return Objects.requireNonNull(date);
    }

    /** Of one that was made. */
    Instant asked() {
        return Objects.requireNonNull(askedAt);
    }

    /** Of one that was made. */
    LocalDate due() {
        return Objects.requireNonNull(decideBy);
    }

    boolean isOpen() {
        return askedAt != null && phase == Phase.OPEN && !removed;
    }

    /**
     * @param today where the cohort is
     */
    boolean isOverdue(LocalDate today) {
        return isOpen() && today.isAfter(due());
    }

    /** Accepted, and not on the sheet yet. */
    boolean isToEnter() {
        return phase == Phase.ACCEPTED && !entered;
    }

    Amendment amendment() {
        return new Amendment(studentId, day(), kindOfExcuse(), cameAt, leftAt);
    }

    /** Of one that is accepted. Of an erased student no excuse is known, and none is counted. */
    Acceptance acceptance() {
        Verdict made = Objects.requireNonNull(verdict);
        return new Acceptance(
                requestId,
                cohortId,
                day(),
                studentId,
                removed ? null : kindOfExcuse(),
                made.marks(),
                made.stamp());
    }

    /** Null: of a correction. */
    private @Nullable Excuse kindOfExcuse() {
        return kind == RequestKind.EXCUSED
                ? Objects.requireNonNullElse(excuse, Excuse.OTHER)
                : null;
    }

    /**
     * What the world may see: no kind, which may tell of an excuse, and nothing of the reason.
     *
     * @param decidedAt null: it was not decided
     */
    public record Public(
            String requestId,
            String cohortId,
            String studentId,
            LocalDate date,
            Phase phase,
            LocalDate decideBy,
            @Nullable Instant decidedAt,
            boolean entered,
            boolean removed) {}

    public Public publicState() {
        return new Public(
                requestId,
                cohortId,
                studentId,
                day(),
                phase,
                due(),
                verdict == null ? null : verdict.stamp().at(),
                entered,
                removed);
    }

    /** A request as it is published. */
    record PublicRequest(
            String cohortId, String studentId, LocalDate date, LocalDate decideBy, Instant at) {}

    /** A file as it is published: that there is one. */
    record PublicEvidence(Instant at) {}

    /** A decision as it is published. */
    record PublicVerdict(Stamp stamp) {}

    /** An entry as it is published: the marks are the sheet's to tell. */
    record PublicEntry(Instant at) {}

    static Object publicChange(OfAttendanceRequest fact) {
        return switch (fact) {
            case AttendanceRequested asked ->
                    new PublicRequest(
                            asked.cohortId(),
                            asked.studentId(),
                            asked.date(),
                            asked.decideBy(),
                            asked.at());
            case EvidenceAttached(var file) -> new PublicEvidence(file.at());
            case RequestAccepted accepted -> new PublicVerdict(accepted.stamp());
            case RequestRefused refused -> new PublicVerdict(refused.stamp());
            case RequestTakenBack back -> back;
            case AcceptanceEntered noted -> new PublicEntry(noted.at());
            case RequesterErased erased -> erased;
        };
    }
}
