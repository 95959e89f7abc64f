package bootcamp.enrollment.roster;

import bootcamp.enrollment.attendance.AttendanceImport.Row;
import bootcamp.enrollment.cohort.Cohort;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.roster.EnrollmentReader.Entry;
import bootcamp.enrollment.roster.EnrollmentReader.Filter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who the students of a sheet are, among those of its cohort. Whoever is not one of them is
 * unknown, be there such a person elsewhere or not: staff of this cohort are not told of others.
 */
final class AttendanceStudents {

    private static final Filter ALL = new Filter(Set.of(), null);

    private final EnrollmentReader reader;

    AttendanceStudents(EnrollmentReader reader) {
        this.reader = reader;
    }

    /**
     * @param rows in the order of the file
     * @param problems those of the file and of rows whose student is not known, in its order
     */
    record Resolved(List<Row> rows, List<RosterProblem> problems) {}

    Mono<Resolved> resolve(Cohort cohort, AttendanceFile file, LocalDate today) {
        return reader.entries(cohort, ALL, null, today)
                .collectList()
                .map(entries -> resolve(file, namesOf(entries)));
    }

    /** The students that each name stands for: their external ids, e-mails and own ids. */
    private static Map<String, Set<String>> namesOf(List<Entry> entries) {
        Map<String, Set<String>> names = new HashMap<>();
        for (Entry entry : entries) {
            String studentId = entry.enrollment().state().studentId();
            Person person = entry.person();
            add(names, studentId, studentId);
            add(names, person == null ? null : person.externalId(), studentId);
            add(names, person == null ? null : person.email(), studentId);
        }
        return names;
    }

    private static void add(
            Map<String, Set<String>> names, @Nullable String name, String studentId) {
        if (name != null) {
            names.computeIfAbsent(spelled(name), _ -> new HashSet<>()).add(studentId);
        }
    }

    /** Only in an e-mail does the case not count. */
    private static String spelled(String name) {
        String clean = Cleaning.clean(name);
        return clean.contains("@") ? clean.toLowerCase(Locale.ROOT) : clean;
    }

    private static Resolved resolve(AttendanceFile file, Map<String, Set<String>> names) {
        List<RosterProblem> problems = new ArrayList<>(file.problems());
        List<AttendanceLine> found = new ArrayList<>();
        for (AttendanceLine line : file.lines()) {
            Set<String> students = names.getOrDefault(spelled(line.student()), Set.of());
            if (students.size() == 1) {
                String studentId = students.iterator().next();
                found.add(new AttendanceLine(line.row(), line.date(), studentId, line.marks()));
            } else {
                boolean none = students.isEmpty();
                problems.add(
                        RosterProblem.of(
                                line.row(),
                                AttendanceColumn.STUDENT,
                                none ? "UNKNOWN_STUDENT" : "AMBIGUOUS_STUDENT"));
            }
        }
        // Once by number and once by e-mail: only now are they the same student.
        List<RosterProblem> twins = AttendanceFile.twins(found);
        problems.addAll(twins);
        problems.sort(Comparator.comparingInt(RosterProblem::row));
        Set<Integer> rejected = twins.stream().map(RosterProblem::row).collect(Collectors.toSet());
        return new Resolved(
                found.stream()
                        .filter(line -> !rejected.contains(line.row()))
                        .map(line -> new Row(line.row(), line.date(), line.student(), line.marks()))
                        .toList(),
                problems);
    }
}
