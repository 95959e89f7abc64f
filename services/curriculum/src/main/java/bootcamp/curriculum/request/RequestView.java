package bootcamp.curriculum.request;

import bootcamp.curriculum.attendance.AmendmentDesk.Effect;
import bootcamp.curriculum.attendance.AmendmentDesk.Ledger;
import bootcamp.curriculum.attendance.Excuse;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.request.AttendanceRequest.Verdict;
import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as one reader sees it.
 *
 * @param reason null: the student took it back
 * @param excuse for what kind of reason the student was away; null: it is a correction, the student
 *     took it back, or it was asked before kinds were
 * @param cameAt when the student says to have come; null: not said; so of {@code leftAt}
 * @param decideBy the last day on which staff are to decide
 * @param overdue whether that day has passed without a decision
 * @param evidence null: none
 * @param decision null: none
 * @param entered whether the sheet of the day has what was accepted
 * @param effect what accepting it would do, today; null: it is not open, or not asked for here
 */
record RequestView(
        String requestId,
        String cohortId,
        String studentId,
        LocalDate date,
        RequestKind kind,
        Phase state,
        @Nullable String reason,
        @Nullable Excuse excuse,
        @Nullable LocalTime cameAt,
        @Nullable LocalTime leftAt,
        Instant askedAt,
        LocalDate decideBy,
        boolean overdue,
        @Nullable File evidence,
        @Nullable Decided decision,
        boolean entered,
        @Nullable Effect effect,
        long version) {

    /** As lists have it: the earliest day first, and of a day what was asked first. */
    static final Comparator<RequestView> BY_DAY = Comparator.comparing(RequestView::key);

    /** That there is a file, not what is in it. */
    record File(String contentType, long bytes, Instant at) {}

    /**
     * @param note null: none
     * @param marks that the day was to have, and what that came to once it is entered; empty where
     *     it was refused
     * @param by name of the account; null: not for this reader
     */
    record Decided(
            Choice decision,
            @Nullable String note,
            List<Mark> marks,
            @Nullable String by,
            Instant at) {}

    /** What staff can decide. */
    enum Choice {
        ACCEPT,
        REFUSE
    }

    /**
     * @param today where the cohort is
     */
    static RequestView ofStaff(Versioned<AttendanceRequest> request, LocalDate today) {
        return of(request, today, true, null);
    }

    static RequestView ofStaff(Versioned<AttendanceRequest> request, Ledger ledger) {
        return of(request, ledger.today(), true, effect(request.state(), ledger));
    }

    /** As the student who asked sees it. */
    static RequestView ofStudent(Versioned<AttendanceRequest> request, LocalDate today) {
        return of(request, today, false, null);
    }

    static RequestView ofStudent(Versioned<AttendanceRequest> request, Ledger ledger) {
        return of(request, ledger.today(), false, effect(request.state(), ledger));
    }

    private static @Nullable Effect effect(AttendanceRequest request, Ledger ledger) {
        return request.isOpen() ? ledger.effect(request.amendment()).orElse(null) : null;
    }

    private static RequestView of(
            Versioned<AttendanceRequest> request,
            LocalDate today,
            boolean ofStaff,
            @Nullable Effect effect) {
        AttendanceRequest state = request.state();
        Evidence evidence = state.evidence();
        Verdict verdict = state.verdict();
        return new RequestView(
                request.id(),
                state.cohortId(),
                state.studentId(),
                state.day(),
                state.kind(),
                state.phase(),
                state.reason(),
                state.excuse(),
                state.cameAt(),
                state.leftAt(),
                state.asked(),
                state.due(),
                state.isOverdue(today),
                evidence == null
                        ? null
                        : new File(evidence.contentType(), evidence.bytes(), evidence.at()),
                verdict == null
                        ? null
                        : new Decided(
                                state.phase() == Phase.ACCEPTED ? Choice.ACCEPT : Choice.REFUSE,
                                verdict.note(),
                                verdict.marks(),
                                ofStaff ? verdict.stamp().by() : null,
                                verdict.stamp().at()),
                state.entered(),
                effect,
                request.version());
    }

    /** The same order whatever the digits of a second. */
    String key() {
        return "%s %020d %s".formatted(date, askedAt.toEpochMilli(), requestId);
    }
}
