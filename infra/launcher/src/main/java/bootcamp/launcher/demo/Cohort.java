package bootcamp.launcher.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the demo's programme: a cohort and the roster with which it is opened.
 *
 * @param isOver closed on its last day
 */
record Cohort(
        String cohortId,
        String name,
        LocalDate start,
        LocalDate end,
        int capacity,
        List<LocalDate> holidays,
        List<Person> roster,
        boolean isOver) {

    static final String PROGRAMME = "AI Lab";
    static final String ZONE = "Asia/Seoul";

    private static final String HEADER = "학번,이름,이메일,등록일,중도포기일,사유";

    /** As the office of a Korean school would hand it over. */
    String csv() {
        return Stream.concat(Stream.of(HEADER), roster.stream().map(Cohort::line))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String line(Person person) {
        return String.join(
                ",",
                person.externalId(),
                person.name(),
                person.email(),
                person.enrolledOn().toString(),
                Objects.toString(person.withdrawnOn(), ""),
                Objects.toString(person.reason(), ""));
    }
}
