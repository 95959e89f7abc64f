package bootcamp.gateway.feed;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A team of a competition as dashboards show it: who is in it, and which of them submitted when.
 *
 * @param students ids of those who are in it or ever submitted for it
 * @param submitted whether anything of it counts, scored or waiting
 * @param authors who sent what counts, by id
 */
public record CompetitionTeam(
        String teamId,
        String competitionId,
        List<String> students,
        boolean submitted,
        List<Author> authors) {

    /** Submissions of a day that fit below the day in one number. */
    private static final int COUNT_MAX = 255;

    public CompetitionTeam {
        students = List.copyOf(students);
        authors = List.copyOf(authors);
    }

    /** What one student has sent, a number for each day: there are many. */
    public static final class Author {

        private static final int COUNT_BITS = 8;

        private final String studentId;
        private final int[] days;

        /**
         * @param days submissions by day of the competition's zone, 1 to {@value #COUNT_MAX} each
         * @throws IllegalArgumentException for another number
         */
        public Author(String studentId, Map<LocalDate, Integer> days) {
            this.studentId = studentId;
            this.days =
                    days.entrySet().stream()
                            .mapToInt(each -> packed(each.getKey(), each.getValue()))
                            .sorted()
                            .toArray();
        }

        private static int packed(LocalDate day, int count) {
            if (count < 1 || count > COUNT_MAX) {
                throw new IllegalArgumentException("submissions of a day: " + count);
            }
            return Math.toIntExact(day.toEpochDay() << COUNT_BITS | count);
        }

        public String studentId() {
            return studentId;
        }

        /** Ascending by day. */
        public List<Sent> sent() {
            return IntStream.of(days)
                    .mapToObj(
                            each ->
                                    new Sent(
                                            LocalDate.ofEpochDay(each >> COUNT_BITS),
                                            each & COUNT_MAX))
                    .toList();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Author that
                    && studentId.equals(that.studentId)
                    && Arrays.equals(days, that.days);
        }

        @Override
        public int hashCode() {
            return 31 * studentId.hashCode() + Arrays.hashCode(days);
        }

        @Override
        public String toString() {
            return "Author[%s, %s]".formatted(studentId, sent());
        }
    }

    /**
     * @param submissions that count for the day, from 1
     */
    public record Sent(LocalDate day, int submissions) {}
}
