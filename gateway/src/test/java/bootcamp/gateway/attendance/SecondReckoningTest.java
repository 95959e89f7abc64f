package bootcamp.gateway.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.gateway.attendance.Attendance.Student;
import bootcamp.gateway.retention.Stay;
import bootcamp.gateway.retention.Stay.Standing;
import bootcamp.gateway.retention.Stay.Turn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The same figures by another way: from what happened to each student, day by day in words, rather
 * than from sheets of bytes.
 */
class SecondReckoningTest {

    private static final int COHORTS = 700;
    private static final LocalDate START = LocalDate.parse("2024-02-01");

    /** What is written in a student's own book: by day, words; not there: nothing was said. */
    private record Book(
            LocalDate enters,
            LocalDate leaves,
            Set<LocalDate> away,
            Map<LocalDate, String> words) {}

    @Test
    void figuresAreThoseOfEachStudentsOwnBook() {
        int studentMonths = 0;
        for (int seed = 1; seed <= COHORTS; seed++) {
            studentMonths += compare(new Random(seed), seed);
        }
        System.out.printf(
                "%,d student-months of seeds 1 to %d by two ways%n", studentMonths, COHORTS);
        assertThat(studentMonths).isGreaterThan(10_000);
    }

    private static int compare(Random random, int seed) {
        LocalDate end = START.plusDays(20 + random.nextInt(100));
        Set<LocalDate> holidays = new HashSet<>();
        START.datesUntil(end).filter(_ -> random.nextInt(12) == 0).forEach(holidays::add);
        Course course =
                new Course(
                        START,
                        end,
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.of(5 + random.nextInt(2))),
                        holidays);
        LocalDate today = START.plusDays(random.nextInt(140));
        LocalDate asOf = random.nextBoolean() ? today : START.plusDays(random.nextInt(140));
        if (asOf.isAfter(today)) {
            asOf = today;
        }
        List<Policy> policies = policies(random);
        Set<LocalDate> closed = new HashSet<>();
        START.datesUntil(end.plusDays(1)).filter(_ -> random.nextInt(3) > 0).forEach(closed::add);
        Map<String, Book> books = new TreeMap<>();
        for (int i = 0; i < 8; i++) {
            books.put("s" + i, book(random, course, end));
        }
        Map<String, Stay> stays = new HashMap<>();
        books.forEach((id, book) -> stays.put(id, stay(book)));

        List<Student> students =
                Attendance.of(course, stays, sheets(books, closed, end), policies, today, asOf)
                        .students();

        for (Student student : students) {
            Book book = books.get(student.studentId());
            assertThat(book).isNotNull();
            assertThat(figures(student))
                    .as("seed %d, %s", seed, student)
                    .isEqualTo(reckoned(book, books, course, policies, closed, today, asOf));
        }
        return students.size() * (int) (1 + (end.toEpochDay() - START.toEpochDay()) / 30);
    }

    private static String figures(Student student) {
        return "D %d H %d absent %d unmarked %d penalty %d rate %s left %d"
                .formatted(
                        student.courseDays(),
                        student.heldDays(),
                        student.absent(),
                        student.unmarked(),
                        student.penalty(),
                        student.rate() == null ? "-" : "%.9f".formatted(student.rate()),
                        student.stillToMiss());
    }

    private static String reckoned(
            Book book,
            Map<String, Book> all,
            Course course,
            List<Policy> policies,
            Set<LocalDate> closed,
            LocalDate today,
            LocalDate asOf) {
        int courseDays = 0;
        int absent = 0;
        int unmarked = 0;
        List<LocalDate> held = new ArrayList<>();
        Map<String, Integer> small = new HashMap<>();
        for (LocalDate day = course.start(); !day.isAfter(course.end()); day = day.plusDays(1)) {
            LocalDate date = day;
            if (!course.weekdays().contains(day.getDayOfWeek())
                    || course.holidays().contains(day)) {
                continue;
            }
            boolean own = !day.isBefore(book.enters()) && !book.away().contains(day);
            courseDays += own ? 1 : 0;
            boolean anybody =
                    all.values().stream().anyMatch(each -> each.words().containsKey(date));
            boolean past = day.isBefore(today) || (day.equals(today) && closed.contains(day));
            if (!anybody || day.isAfter(asOf) || !past) {
                continue;
            }
            Policy judge = judge(date, policies, closed.contains(day));
            boolean expected = own && day.isBefore(book.leaves());
            String word = book.words().get(day);
            if (word == null && expected) {
                if (judge.usesStamps() && today.toEpochDay() - day.toEpochDay() >= 2) {
                    word = "ABSENT";
                } else {
                    unmarked++;
                }
            }
            if (word != null) {
                held.add(day);
                absent += word.equals("ABSENT") ? 1 : 0;
                int pieces = 0;
                for (String piece : word.split("\\+", -1)) {
                    pieces += Set.of("LATE", "EARLY_LEAVE", "OUTING").contains(piece) ? 1 : 0;
                }
                if (judge.marksPerAbsence() != null) {
                    String scope =
                            judge.marksPerAbsence()
                                    + (judge.monthly()
                                            ? " of " + day.toString().substring(0, 7)
                                            : "");
                    small.merge(scope, pieces, Integer::sum);
                }
            }
        }
        int penalty = absent;
        for (Map.Entry<String, Integer> each : small.entrySet()) {
            int perAbsence = Integer.parseInt(each.getKey().split(" ", -1)[0]);
            for (int rest = each.getValue(); rest >= perAbsence; rest -= perAbsence) {
                penalty++;
            }
        }
        int asked =
                BigDecimal.valueOf(judge(asOf, policies, false).thresholdPerMille(), 3)
                        .multiply(BigDecimal.valueOf(courseDays))
                        .setScale(0, RoundingMode.CEILING)
                        .intValueExact();
        return "D %d H %d absent %d unmarked %d penalty %d rate %s left %d"
                .formatted(
                        courseDays,
                        held.size(),
                        absent,
                        unmarked,
                        penalty,
                        held.isEmpty()
                                ? "-"
                                : "%.9f".formatted((held.size() - penalty) / (double) held.size()),
                        courseDays - asked - penalty);
    }

    /** All sheets were judged last by the first version, which a closed one keeps. */
    private static Policy judge(LocalDate day, List<Policy> policies, boolean isClosed) {
        return isClosed
                ? policies.getFirst()
                : policies.stream()
                        .filter(each -> !each.from().isAfter(day))
                        .reduce((_, later) -> later)
                        .orElse(policies.getFirst());
    }

    private static List<Policy> policies(Random random) {
        List<Policy> policies = new ArrayList<>();
        for (int version = 1; version <= 1 + random.nextInt(3); version++) {
            policies.add(
                    new Policy(
                            version,
                            START.plusDays(40L * (version - 1)),
                            random.nextBoolean(),
                            random.nextInt(1001),
                            random.nextInt(4) == 0 ? null : 1 + random.nextInt(4),
                            random.nextBoolean()));
        }
        return policies;
    }

    private static Book book(Random random, Course course, LocalDate end) {
        LocalDate enters = START.plusDays(random.nextInt(3) == 0 ? random.nextInt(10) : 0);
        LocalDate leaves =
                random.nextInt(3) == 0 ? enters.plusDays(1 + random.nextInt(60)) : LocalDate.MAX;
        Set<LocalDate> away = new HashSet<>();
        if (random.nextInt(3) == 0) {
            LocalDate from = enters.plusDays(1 + random.nextInt(15));
            from.datesUntil(from.plusDays(1 + random.nextInt(10))).forEach(away::add);
        }
        Map<LocalDate, String> words = new HashMap<>();
        List<String> some =
                List.of(
                        "PRESENT",
                        "ABSENT",
                        "EXCUSED",
                        "LATE",
                        "EARLY_LEAVE",
                        "LATE+EARLY_LEAVE+OUTING");
        for (LocalDate day = enters; !day.isAfter(end); day = day.plusDays(1)) {
            if (course.isTrainingDay(day)
                    && day.isBefore(leaves)
                    && !away.contains(day)
                    && random.nextInt(4) > 0) {
                words.put(day, some.get(random.nextInt(some.size())));
            }
        }
        return new Book(enters, leaves, away, words);
    }

    private static Stay stay(Book book) {
        List<Turn> turns = new ArrayList<>();
        book.away().stream()
                .sorted()
                .findFirst()
                .ifPresent(
                        from -> {
                            turns.add(new Turn(from, Standing.ON_LEAVE));
                            turns.add(new Turn(from.plusDays(book.away().size()), Standing.ACTIVE));
                        });
        return new Stay(
                book.enters(),
                book.leaves().equals(LocalDate.MAX) ? null : book.leaves(),
                null,
                turns);
    }

    private static List<DaySheet> sheets(
            Map<String, Book> books, Set<LocalDate> closed, LocalDate end) {
        List<DaySheet> sheets = new ArrayList<>();
        for (LocalDate day = START; !day.isAfter(end); day = day.plusDays(1)) {
            List<String> ids = new ArrayList<>();
            List<Byte> marks = new ArrayList<>();
            for (Map.Entry<String, Book> each : books.entrySet()) {
                String word = each.getValue().words().get(day);
                if (word != null) {
                    ids.add(each.getKey());
                    marks.add(Mark.marks(List.of(word.split("\\+", -1))));
                }
            }
            byte[] bytes = new byte[marks.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = marks.get(i);
            }
            sheets.add(new DaySheet(day, closed.contains(day), 1, ids, bytes));
        }
        return sheets;
    }
}
