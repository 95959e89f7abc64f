package bootcamp.review.school;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cohort, and what of it may be reviewed by whom and when.
 *
 * @param attended by day, who was there
 */
record Course(
        String cohortId,
        String programme,
        ZoneId zone,
        LocalDate start,
        LocalDate end,
        List<Stay> stays,
        List<Module> modules,
        List<Session> sessions,
        Map<LocalDate, Set<String>> attended,
        List<Lecture> lectures,
        List<Contest> contests) {

    private static final int PROGRAMME_FROM_DAY = 14;
    private static final int PROGRAMME_DAYS_AFTER = 30;
    private static final int MODULE_DAYS_BEFORE = 2;
    private static final int MODULE_DAYS_AFTER = 21;
    private static final int SESSION_DAYS_AFTER = 14;
    private static final int INSTRUCTOR_DAYS_AFTER = 30;
    private static final int COMPETITION_DAYS_AFTER = 21;
    private static final int PULSE_DAYS = 14;

    /**
     * @param from null: always
     * @param leftOn null: is here
     */
    record Stay(String studentId, @Nullable LocalDate from, @Nullable LocalDate leftOn) {

        boolean overlaps(LocalDate first, LocalDate last) {
            return (from == null || !from.isAfter(last))
                    && (leftOn == null || leftOn.isAfter(first));
        }
    }

    record Module(String id, String name, LocalDate from, LocalDate until) {}

    /**
     * @param instructorId null: nobody was named
     */
    record Session(
            String id, String title, @Nullable String instructorId, Instant starts, Instant ends) {}

    /**
     * A special lecture that was held.
     *
     * @param seated of whatever cohort: who had a seat and is not marked to have missed it
     */
    record Lecture(String id, String title, Instant starts, Instant ends, Set<String> seated) {}

    /**
     * A competition that has closed.
     *
     * @param tookPart of whatever cohort: who is in a team of which something was scored, or sent
     *     something for one
     */
    record Contest(String id, String title, Instant closed, Set<String> tookPart) {}

    List<Due> dues() {
        List<Due> dues = new ArrayList<>();
        dues.add(programmeDue());
        modules.forEach(each -> dues.add(due(each)));
        Map<String, List<Session>> taught = new TreeMap<>();
        for (Session each : sessions) {
            dues.add(
                    new Due(
                            new Target(Kind.SESSION, each.id(), cohortId),
                            each.title(),
                            each.ends(),
                            days(each.ends(), SESSION_DAYS_AFTER),
                            attendees(each)));
            if (each.instructorId() != null) {
                taught.computeIfAbsent(each.instructorId(), _ -> new ArrayList<>()).add(each);
            }
        }
        taught.forEach((instructor, held) -> dues.add(due(instructor, held)));
        lectures.forEach(each -> dues.add(due(each)));
        contests.forEach(each -> dues.add(due(each)));
        for (Week week = Week.of(start); !week.monday().isAfter(end); week = week.next()) {
            dues.add(due(week));
        }
        return dues;
    }

    private Due programmeDue() {
        return new Due(
                new Target(Kind.PROGRAMME, slug(programme), cohortId),
                programme,
                midnight(start.plusDays(PROGRAMME_FROM_DAY - 1L)),
                midnight(end.plusDays(PROGRAMME_DAYS_AFTER + 1L)),
                presentIn(start, end));
    }

    private Due due(Module module) {
        return new Due(
                new Target(Kind.MODULE, module.id(), cohortId),
                module.name(),
                midnight(module.until().minusDays(MODULE_DAYS_BEFORE)),
                midnight(module.until().plusDays(MODULE_DAYS_AFTER + 1L)),
                presentIn(module.from(), module.until()));
    }

    /** From the first session that anybody attended; who attended none is not eligible. */
    private Due due(String instructorId, List<Session> held) {
        Set<String> eligible = new HashSet<>();
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (Session each : held) {
            Set<String> there = attendees(each);
            eligible.addAll(there);
            if (!there.isEmpty() && each.ends().isBefore(first)) {
                first = each.ends();
            }
            last = each.ends().isAfter(last) ? each.ends() : last;
        }
        return new Due(
                new Target(Kind.INSTRUCTOR, instructorId, cohortId),
                instructorId,
                first,
                days(last, INSTRUCTOR_DAYS_AFTER),
                eligible);
    }

    /** A session as any other, but that its seats say who was there and not the day's sheet. */
    private Due due(Lecture lecture) {
        LocalDate day = lecture.starts().atZone(zone).toLocalDate();
        Set<String> eligible = new HashSet<>(lecture.seated());
        eligible.retainAll(presentIn(day, day));
        return new Due(
                new Target(Kind.SESSION, lecture.id(), cohortId),
                lecture.title(),
                lecture.ends(),
                days(lecture.ends(), SESSION_DAYS_AFTER),
                eligible);
    }

    private Due due(Contest contest) {
        Set<String> eligible = new HashSet<>(contest.tookPart());
        eligible.retainAll(presentIn(start, end));
        return new Due(
                new Target(Kind.COMPETITION, contest.id(), cohortId),
                contest.title(),
                contest.closed(),
                days(contest.closed(), COMPETITION_DAYS_AFTER),
                eligible);
    }

    /**
     * From Saturday on, or from the day after the cohort's last, to whoever was there on a day of
     * the week; a week in which nobody was is nobody's.
     */
    private Due due(Week week) {
        Set<String> eligible = new HashSet<>();
        week.days().forEach(day -> eligible.addAll(attended.getOrDefault(day, Set.of())));
        eligible.retainAll(presentIn(week.monday(), week.sunday()));
        LocalDate over = end.plusDays(1);
        LocalDate from = week.saturday().isBefore(over) ? week.saturday() : over;
        return new Due(
                new Target(Kind.PULSE, week.id(), cohortId),
                week.id(),
                midnight(from),
                midnight(from.plusDays(PULSE_DAYS)),
                eligible);
    }

    private Set<String> attendees(Session session) {
        LocalDate day = session.starts().atZone(zone).toLocalDate();
        return attended.getOrDefault(day, Set.of());
    }

    private Set<String> presentIn(LocalDate first, LocalDate last) {
        Set<String> present = new HashSet<>();
        for (Stay each : stays) {
            if (each.overlaps(first, last)) {
                present.add(each.studentId());
            }
        }
        return present;
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private Instant days(Instant after, int days) {
        return after.atZone(zone).plusDays(days).toInstant();
    }

    /** A name in small letters and digits, joined by hyphens. */
    static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}]+", "-")
                        .replaceAll("^-+|-+$", "");
        return slug.isEmpty() ? "programme" : slug;
    }

    /** Of sheets: days and who was there. */
    static Map<LocalDate, Set<String>> byDay(Map<String, Set<String>> days) {
        Map<LocalDate, Set<String>> byDay = new HashMap<>();
        days.forEach((day, there) -> byDay.put(LocalDate.parse(day), there));
        return byDay;
    }
}
