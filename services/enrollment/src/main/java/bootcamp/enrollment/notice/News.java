package bootcamp.enrollment.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What students are to be told about one thing, as its newest state says. So nothing is told twice
 * however often it is heard, and what is not so any more is told no longer.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3/5f0c…", "version": 7, "title": "한 주의 NLP", "timeZone": "Asia/Seoul", "date": null,
 *   "tellings": [
 *     { "code": "LECTURE_MOVED", "at": "2024-03-04T03:05:00Z", "startsAt": "2024-03-14T19:00:00+09:00",
 *       "confirmBy": null, "students": ["77aa…"], "wholeCohort": true } ] }
 * }</pre>
 *
 * @param sourceId of what it is about
 * @param title null: it has none
 * @param timeZone null: it has no time
 * @param date the day that it is about; null: of no day
 */
record News(
        String sourceId,
        @Nullable String title,
        @Nullable String timeZone,
        @Nullable LocalDate date,
        List<Telling> tellings) {

    News {
        tellings = List.copyOf(tellings);
    }

    /**
     * One thing that is to be told.
     *
     * @param startsAt with the offset of the time zone; null: it has no time
     * @param confirmBy null: nothing is to be confirmed
     * @param students whom it concerns: they get a letter, too
     * @param wholeCohort whether the others of the cohort read of it as well
     * @param reason as staff gave it; null: none is told
     */
    record Telling(
            Notice.Code code,
            Instant at,
            @Nullable String startsAt,
            @Nullable Instant confirmBy,
            List<String> students,
            boolean wholeCohort,
            @Nullable String reason) {

        Telling {
            students = List.copyOf(students);
        }

        /** To some alone. */
        static Telling to(
                List<String> students, Notice.Code code, Instant at, @Nullable String startsAt) {
            return new Telling(code, at, startsAt, null, students, false, null);
        }

        boolean isForNobody() {
            return students.isEmpty() && !wholeCohort;
        }

        private boolean isFor(String studentId) {
            return wholeCohort || students.contains(studentId);
        }
    }

    /** Those of which somebody is told something. */
    News withoutWhatIsForNobody() {
        return new News(
                sourceId,
                title,
                timeZone,
                date,
                tellings.stream().filter(each -> !each.isForNobody()).toList());
    }

    // ---- where it is kept

    /** What a cohort has in common. */
    static String ofCohort(String cohortId) {
        return cohortId + "/";
    }

    /** What is one student's alone, so that nobody else's pages read through it. */
    static String ofStudent(String cohortId, String studentId) {
        return cohortId + "~" + studentId + "/";
    }

    Map<String, ?> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("title", title);
        fields.put("timeZone", timeZone);
        fields.put("date", text(date));
        fields.put("tellings", tellings.stream().map(News::fields).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Telling each) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("code", each.code().name());
        fields.put("at", each.at().toString());
        fields.put("startsAt", each.startsAt());
        fields.put("confirmBy", text(each.confirmBy()));
        fields.put("students", each.students());
        fields.put("wholeCohort", each.wholeCohort());
        if (each.reason() != null) {
            fields.put("reason", each.reason());
        }
        return fields;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /**
     * @param id begins with {@link #ofCohort} or {@link #ofStudent}
     */
    static News kept(String id, Map<String, ?> fields) {
        String date = textOrNull(fields, "date");
        List<?> tellings = (List<?>) Objects.requireNonNull(fields.get("tellings"));
        return new News(
                id.substring(id.indexOf('/') + 1),
                textOrNull(fields, "title"),
                textOrNull(fields, "timeZone"),
                date == null ? null : LocalDate.parse(date),
                tellings.stream().map(each -> telling((Map<?, ?>) each)).toList());
    }

    private static Telling telling(Map<?, ?> fields) {
        String confirmBy = textOrNull(fields, "confirmBy");
        List<?> students = (List<?>) Objects.requireNonNull(fields.get("students"));
        return new Telling(
                Notice.Code.valueOf(String.valueOf(fields.get("code"))),
                Instant.parse(String.valueOf(fields.get("at"))),
                textOrNull(fields, "startsAt"),
                confirmBy == null ? null : Instant.parse(confirmBy),
                students.stream().map(String::valueOf).toList(),
                Boolean.TRUE.equals(fields.get("wholeCohort")),
                textOrNull(fields, "reason"));
    }

    private static @Nullable String textOrNull(Map<?, ?> fields, String name) {
        return (String) fields.get(name);
    }

    // ---- what a student is told

    /** For one student, in no order. */
    List<Notice> noticesFor(String studentId) {
        return tellings.stream().filter(each -> each.isFor(studentId)).map(this::notice).toList();
    }

    /** The letters that may be due. */
    Stream<NoticeLetter> letters() {
        return tellings.stream()
                .flatMap(
                        each ->
                                each.students().stream()
                                        .map(student -> NoticeLetter.of(student, notice(each))));
    }

    private Notice notice(Telling each) {
        return new Notice(
                each.code(),
                each.at(),
                sourceId,
                title,
                each.startsAt(),
                timeZone,
                date,
                each.confirmBy(),
                each.reason());
    }
}
