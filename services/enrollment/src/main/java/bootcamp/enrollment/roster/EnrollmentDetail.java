package bootcamp.enrollment.roster;

import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.Person.Remark;
import bootcamp.enrollment.roster.EnrollmentReader.Entry;
import bootcamp.enrollment.roster.Standing.Destination;
import bootcamp.enrollment.roster.Standing.Leave;
import bootcamp.enrollment.roster.Standing.StatusOn;
import bootcamp.platform.security.Caller;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment with its history. A student gets the same without what staff wrote or who of them
 * did it.
 *
 * @param status on the day of the answer
 * @param version for {@code If-Match}
 * @param statuses by day, as they are known now
 * @param erased whether all that was personal was erased
 * @param screening of the selection, for staff; null: none, or none for this reader
 * @param history newest last
 */
record EnrollmentDetail(
        String enrollmentId,
        String studentId,
        String cohortId,
        Status status,
        long version,
        @Nullable LocalDate appliedOn,
        @Nullable LocalDate enrolledOn,
        Enrollment.@Nullable PublicWithdrawal withdrawal,
        List<Leave> leaves,
        @Nullable Destination transferredTo,
        List<StatusOn> statuses,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String externalId,
        boolean erased,
        @Nullable Screening screening,
        List<Happened> history) {

    /** What selection came to. */
    record Screening(@Nullable Double score, @Nullable String note) {}

    /**
     * One thing that happened.
     *
     * @param what literal name of the fact
     * @param by who did it, and what was noted: for staff alone
     */
    record Happened(
            String what,
            @Nullable LocalDate on,
            @Nullable LocalDate until,
            @Nullable String detail,
            Instant at,
            @Nullable String by,
            @Nullable Double score,
            @Nullable String note) {}

    static EnrollmentDetail of(Entry entry, LocalDate today, Caller caller) {
        Enrollment state = entry.enrollment().state();
        EnrollmentView view = EnrollmentView.of(entry.enrollment(), today);
        Person person = entry.person();
        boolean staff = caller.worksWith(view.cohortId());
        Remark screening = staff ? remark(person, state.screening()) : null;
        return new EnrollmentDetail(
                view.enrollmentId(),
                view.studentId(),
                view.cohortId(),
                view.status(),
                view.version(),
                view.appliedOn(),
                view.enrolledOn(),
                view.withdrawal(),
                view.leaves(),
                view.transferredTo(),
                state.standing().statuses(),
                person == null ? null : person.name(),
                person == null ? null : person.email(),
                person == null ? null : person.phone(),
                person == null ? null : person.externalId(),
                person != null && person.erasedOn() != null,
                screening == null ? null : new Screening(screening.score(), screening.text()),
                history(state, person, staff));
    }

    private static List<Happened> history(
            Enrollment state, @Nullable Person person, boolean staff) {
        return state.history().stream()
                .filter(entry -> staff || !entry.what().equals("ScreeningRecorded"))
                .map(entry -> happened(entry, staff ? person : null, staff))
                .toList();
    }

    private static Happened happened(HistoryEntry entry, @Nullable Person person, boolean staff) {
        Remark remark = remark(person, entry.remarkId());
        return new Happened(
                entry.what(),
                entry.on(),
                entry.until(),
                entry.detail(),
                entry.stamp().at(),
                staff ? entry.stamp().by() : null,
                remark == null ? null : remark.score(),
                remark == null ? null : remark.text());
    }

    private static @Nullable Remark remark(@Nullable Person person, @Nullable String remarkId) {
        return person == null || remarkId == null
                ? null
                : Objects.requireNonNullElse(person.remarks().get(remarkId), NOTHING);
    }

    private static final Remark NOTHING = new Remark(null, null);
}
