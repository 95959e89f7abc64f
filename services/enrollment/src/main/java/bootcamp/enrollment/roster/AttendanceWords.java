package bootcamp.enrollment.roster;

import bootcamp.enrollment.attendance.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The words of a sheet for what a student's day was, in both languages. */
final class AttendanceWords {

    private static final Map<Mark, List<String>> WORDS =
            Map.of(
                    Mark.PRESENT, List.of("attended", "출석", "출근"),
                    Mark.LATE, List.of("tardy", "지각"),
                    Mark.EARLY_LEAVE, List.of("left early", "early departure", "조퇴"),
                    Mark.OUTING, List.of("out", "외출"),
                    Mark.ABSENT, List.of("absence", "결석"),
                    Mark.EXCUSED, List.of("excused absence", "공가", "유고", "유고 결석", "출석 인정"));

    private static final List<String> NOTHING = List.of("UNMARKED", "not marked", "미기록", "미입력");

    private static final Pattern AND = Pattern.compile("[+,/·]");

    private static final Map<String, Mark> MARKS = marks();

    private AttendanceWords() {}

    /**
     * What the curriculum understands as a status: one mark, several that go together, or none to
     * take back what is set.
     *
     * @return empty where nobody knows a word, or they do not go together
     */
    static Optional<List<Mark>> of(String status) {
        String whole = Cleaning.label(status);
        if (NOTHING.stream().anyMatch(word -> Cleaning.label(word).equals(whole))) {
            return Optional.of(List.of());
        }
        List<Mark> marks = new ArrayList<>();
        for (String word : AND.split(status, -1)) {
            Mark mark = MARKS.get(Cleaning.label(word));
            if (mark == null || marks.contains(mark)) {
                return Optional.empty();
            }
            marks.add(mark);
        }
        boolean goTogether = marks.size() == 1 || marks.stream().allMatch(Mark::isPartial);
        return goTogether ? Optional.of(marks.stream().sorted().toList()) : Optional.empty();
    }

    private static Map<String, Mark> marks() {
        Map<String, Mark> marks = new HashMap<>();
        WORDS.forEach(
                (mark, words) -> {
                    marks.put(Cleaning.label(mark.name()), mark);
                    words.forEach(word -> marks.put(Cleaning.label(word), mark));
                });
        return Map.copyOf(marks);
    }
}
