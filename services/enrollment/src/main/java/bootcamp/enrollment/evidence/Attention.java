package bootcamp.enrollment.evidence;

import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.completion.Evidence;
import bootcamp.enrollment.completion.Evidence.Competition;
import bootcamp.enrollment.completion.Finding;
import bootcamp.enrollment.evidence.CompletionDesk.Known;
import bootcamp.enrollment.evidence.Course.Absence;
import bootcamp.enrollment.evidence.Course.Contest;
import bootcamp.enrollment.evidence.Course.Request;
import bootcamp.enrollment.evidence.Course.Slot;
import bootcamp.enrollment.outreach.Contact;
import bootcamp.enrollment.outreach.Contact.Channel;
import bootcamp.enrollment.outreach.Contact.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who of a cohort's students needs a call on one day, and why. It is recomputed for each look:
 * somebody who falls silent makes no event.
 *
 * @param calls the most urgent first
 * @param snoozed how many are left out because a later day was agreed with them
 */
record Attention(List<Call> calls, int snoozed) {

    /** Left to miss, from which it is told. */
    static final int LEFT_MAX = 2;

    /** Days after which an answer that is owed is late. */
    static final int ANSWER_DAYS_MAX = 3;

    /** Further back nobody waits any more. */
    private static final int WAITED_DAYS_MAX = 30;

    /** So many days before somebody comes for help staff look into it. */
    private static final int HELP_DAYS = 7;

    /** So long after a competition began nobody without a team is just late. */
    private static final int TEAM_DAYS = 3;

    /** Days absent in a row, from which it is told. */
    static final int ABSENT_MIN = 3;

    private static final Comparator<Call> URGENCY =
            Comparator.comparing((Call call) -> call.reasons().getFirst().code())
                    .thenComparing(call -> -call.reasons().size())
                    .thenComparing(Call::studentId);

    /** Why somebody is called, the most urgent first. */
    enum Code {
        /** A call was agreed for {@code since}, and nobody was looked for since. */
        FOLLOW_UP_DUE,
        /** The chance to leave within 14 days rose within a week, to {@code count} in 100. */
        RISING_RISK,
        /** {@code count} more days can be missed, and some were. */
        ABSENCES_RUNNING_OUT,
        /** Absent {@code count} held days in a row, the first of them {@code since}. */
        ABSENT_LATELY,
        /** Staff owe {@code count} answers, the oldest was due on {@code since}. */
        WAITING_FOR_ANSWER,
        /** Took a place to be mentored, on {@code since}. */
        ASKED_FOR_HELP,
        /** At least half have teams in {@code count} competitions that run, and not the student. */
        NO_TEAM,
        /** Had submitted, and not to the last {@code count} competitions that are over. */
        STOPPED_SUBMITTING,
        /** {@code count} days too many were missed to complete. */
        ABSENCES_OUT_OF_REACH
    }

    /**
     * @param count as {@link Code} says; null: says nothing
     * @param since as {@link Code} says; null: says nothing
     */
    record Reason(Code code, @Nullable Integer count, @Nullable LocalDate since) {}

    /**
     * A student who needs a call.
     *
     * @param reasons at least one, the most urgent first
     * @param last null: nobody tried to reach the student
     * @param handedTo username of whoever goes on with it; null: whoever wants
     */
    record Call(
            String enrollmentId,
            String studentId,
            List<Reason> reasons,
            @Nullable Contact last,
            @Nullable String handedTo) {}

    /**
     * Nobody is on it who left, is on leave or has not entered, nor anybody before the cohort
     * starts or after it ends.
     *
     * @param log what was done to reach each student, the newest first
     * @param rising the chance to leave, 0 to 1, of those of whom it is rising
     */
    static Attention of(
            Course course,
            CompletionPolicy policy,
            List<Known> students,
            Map<String, List<Contact>> log,
            Map<String, Double> rising) {
        LocalDate today = course.today();
        List<Call> calls = new ArrayList<>();
        int snoozed = 0;
        Set<String> ids = students.stream().map(Known::studentId).collect(Collectors.toSet());
        for (Known each : students) {
            if (!course.isRunning() || !each.stay().isInCourse(today)) {
                continue;
            }
            List<Contact> contacts = log.getOrDefault(each.studentId(), List.of());
            LocalDate followUp = followUp(contacts);
            List<Reason> reasons =
                    reasons(course, policy, each, followUp, rising.get(each.studentId()));
            int withoutTeam = withoutTeam(course, each, ids);
            if (withoutTeam > 0) {
                reasons.add(new Reason(Code.NO_TEAM, withoutTeam, null));
                reasons.sort(Comparator.comparing(Reason::code));
            }
            if (reasons.isEmpty() || wasReached(contacts, today)) {
                continue;
            }
            if (followUp != null && followUp.isAfter(today)) {
                snoozed++;
                continue;
            }
            calls.add(
                    new Call(
                            each.enrollmentId(),
                            each.studentId(),
                            List.copyOf(reasons),
                            last(contacts),
                            handedTo(contacts)));
        }
        return new Attention(calls.stream().sorted(URGENCY).toList(), snoozed);
    }

    // ---- reasons

    private static List<Reason> reasons(
            Course course,
            CompletionPolicy policy,
            Known known,
            @Nullable LocalDate followUp,
            @Nullable Double risen) {
        List<Reason> reasons = new ArrayList<>();
        if (followUp != null && !followUp.isAfter(course.today())) {
            reasons.add(new Reason(Code.FOLLOW_UP_DUE, null, followUp));
        }
        if (risen != null) {
            reasons.add(
                    new Reason(Code.RISING_RISK, (int) Math.max(1, Math.round(risen * 100)), null));
        }
        addWhatIsOwed(course, known.studentId(), reasons);
        Absence absence = course.absence(known.stay());
        if (absence != null && absence.days() >= ABSENT_MIN) {
            reasons.add(new Reason(Code.ABSENT_LATELY, absence.days(), absence.since()));
        }
        // Whom an exception was granted completes without them.
        if (!known.excepted()) {
            Integer left = left(policy.judge(known.evidence()).requirements());
            if (left != null && left < 0) {
                reasons.add(new Reason(Code.ABSENCES_OUT_OF_REACH, -left, null));
            } else if (left != null
                    && left <= LEFT_MAX
                    && known.evidence().attendance().penalty() > 0) {
                reasons.add(new Reason(Code.ABSENCES_RUNNING_OUT, left, null));
            }
        }
        int missed = notSubmitted(known.evidence());
        if (missed > 0) {
            reasons.add(new Reason(Code.STOPPED_SUBMITTING, missed, null));
        }
        reasons.sort(Comparator.comparing(Reason::code));
        return reasons;
    }

    private static void addWhatIsOwed(Course course, String studentId, List<Reason> reasons) {
        LocalDate today = course.today();
        List<LocalDate> late = new ArrayList<>();
        for (Request each : course.waiting()) {
            if (each.studentId().equals(studentId) && each.decideBy().isBefore(today)) {
                late.add(each.decideBy());
            }
        }
        LocalDate help = null;
        for (Slot each : course.clinics()) {
            if (!each.booked().contains(studentId) || each.told().contains(studentId)) {
                continue;
            }
            LocalDate day = LocalDate.ofInstant(each.endsAt(), course.plan().zone());
            LocalDate due = day.plusDays(ANSWER_DAYS_MAX);
            if (due.isBefore(today)) {
                if (day.isAfter(today.minusDays(WAITED_DAYS_MAX))) {
                    late.add(due);
                }
            } else if (each.helps() && !day.isAfter(today.plusDays(HELP_DAYS))) {
                help = help == null || day.isBefore(help) ? day : help;
            }
        }
        if (!late.isEmpty()) {
            late.sort(Comparator.naturalOrder());
            reasons.add(new Reason(Code.WAITING_FOR_ANSWER, late.size(), late.getFirst()));
        }
        if (help != null) {
            reasons.add(new Reason(Code.ASKED_FOR_HELP, null, help));
        }
    }

    /** Where fewer than half have a team, one may well submit alone, or not at all. */
    private static int withoutTeam(Course course, Known known, Set<String> students) {
        int without = 0;
        for (Contest each : course.contests()) {
            Instant startsAt = each.startsAt();
            // A competition may be of other cohorts too.
            Set<String> members =
                    new HashSet<>(course.members().getOrDefault(each.competitionId(), Set.of()));
            members.retainAll(students);
            if (startsAt != null
                    && each.isRunning(course.now())
                    && each.teamSize() > 1
                    && !startsAt.plus(TEAM_DAYS, ChronoUnit.DAYS).isAfter(course.now())
                    && 2 * members.size() >= students.size()
                    && !members.contains(known.studentId())) {
                without++;
            }
        }
        return without;
    }

    /**
     * Of the strictest rate of attendance that is asked of everybody: one that something else can
     * stand in for is none.
     */
    private static @Nullable Integer left(List<Finding> findings) {
        return findings.stream()
                .map(
                        each ->
                                switch (each.kind()) {
                                    case ATTENDANCE_RATE -> each.left();
                                    case ALL_OF -> left(each.members());
                                    default -> null;
                                })
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** One that is open and not submitted to says nothing yet. */
    private static int notSubmitted(Evidence evidence) {
        int missed = 0;
        for (Competition each : evidence.competitions().reversed()) {
            if (evidence.submitted().contains(each.competitionId())) {
                return missed;
            }
            missed += each.over() ? 1 : 0;
        }
        return 0;
    }

    // ---- what was done

    /** Agreed last, and not done by somebody who looked for the student on that day or later. */
    private static @Nullable LocalDate followUp(List<Contact> contacts) {
        LocalDate lookedFor = null;
        for (Contact each : contacts) {
            LocalDate agreed = each.followUpOn();
            if (agreed != null) {
                return lookedFor == null || lookedFor.isBefore(agreed) ? agreed : null;
            }
            if (lookedFor == null && each.channel() != Channel.NONE) {
                lookedFor = each.on();
            }
        }
        return null;
    }

    private static boolean wasReached(List<Contact> contacts, LocalDate today) {
        return contacts.stream()
                .anyMatch(each -> each.outcome() == Outcome.REACHED && !each.on().isBefore(today));
    }

    private static @Nullable Contact last(List<Contact> contacts) {
        return contacts.stream()
                .filter(each -> each.channel() != Channel.NONE)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String handedTo(List<Contact> contacts) {
        return contacts.stream()
                .map(Contact::handedTo)
                .filter(Objects::nonNull)
                .findFirst()
                .filter(name -> !name.isEmpty())
                .orElse(null);
    }
}
