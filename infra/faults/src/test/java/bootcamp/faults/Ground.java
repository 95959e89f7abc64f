package bootcamp.faults;

import bootcamp.faults.Api.Request;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run works on: an admin, and cohorts of its own with dates around today. */
final class Ground {

    static final String ADMIN = "admin";
    static final String PASSWORD = "kill-nine-and-carry-on";

    /** Seats of a cohort that is never full, and of one that soon is. */
    static final int ROOMY = 5_000;

    static final int TIGHT = 15;

    private static final int DAYS_BEFORE = 150;
    private static final int DAYS_AFTER = 150;

    /** A cohort of the run. */
    record Course(String id, LocalDate start, LocalDate end, int capacity) {}

    private final LocalDate start = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS_BEFORE);
    private final LocalDate end = LocalDate.now(ZoneOffset.UTC).plusDays(DAYS_AFTER);
    private final List<Course> courses = new ArrayList<>();

    /** The cohorts that exist, in the order in which they were opened. */
    List<Course> courses() {
        return List.copyOf(courses);
    }

    /** The command that opens a cohort; the cohort belongs to the ground once it was answered. */
    Call opening(int number, String id, int capacity, String key) {
        String body =
                Api.JSON
                        .createObjectNode()
                        .put("cohortId", id)
                        .put("programme", "Faults")
                        .put("name", "Cohort " + id.toUpperCase(Locale.ROOT))
                        .put("startDate", start.toString())
                        .put("endDate", end.toString())
                        .put("timeZone", "Asia/Seoul")
                        .put("capacity", capacity)
                        .toString();
        return new Call(number, Request.post("/api/cohorts", body, key), List.of());
    }

    Course opened(String id, int capacity) {
        Course course = new Course(id, start, end, capacity);
        courses.add(course);
        return course;
    }
}
