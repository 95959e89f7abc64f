package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Attendance from a file, over HTTP, with the service that reads it and the one that keeps the
 * sheets: what it would do, what it does, and taking it back.
 */
class ImportedSheetsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final LocalDate MONDAY = LocalDate.parse("2024-03-04");
    private static final String HEADER = "date,student,status\n";

    private final Site site = Site.get();
    private final Client admin = site.admin();

    // ---- what staff do

    private String path(String cohort) {
        return "/api/cohorts/" + cohort;
    }

    /** A cohort of so many, with external ids {@code cohort-0} and so on. */
    private void cohortOf(String cohort, int students) throws InterruptedException {
        site.cohort(cohort);
        StringBuilder roster = new StringBuilder("externalId,name,email\n");
        for (int i = 0; i < students; i++) {
            roster.append(
                    "%s-%d,Student %d,%s.%d@Example.org\n".formatted(cohort, i, i, cohort, i));
        }
        Answer begun =
                admin.send("POST", path(cohort) + "/imports?kind=roster", "text/csv", "" + roster)
                        .is(202);
        until(begun.header("Location"), "DONE");
    }

    private Answer begin(String cohort, String csv, String more) {
        String imports = path(cohort) + "/imports?kind=attendance" + more;
        return admin.send("POST", imports, "text/csv", csv);
    }

    private JsonNode importing(String cohort, String csv) throws InterruptedException {
        return until(begin(cohort, csv, "").is(202).header("Location"), "DONE");
    }

    private JsonNode until(String path, String state) throws InterruptedException {
        Eventually.within(SOON, () -> !admin.get(path).is(200).text("state").equals("RUNNING"));
        Answer answer = admin.get(path, "Accept-Language", "en");
        assertThat(answer.text("state")).as(answer.body()).isEqualTo(state);
        return answer.json();
    }

    private List<String> statuses(String cohort, LocalDate day) {
        return admin.get(path(cohort) + "/attendance/" + day)
                .is(200)
                .json()
                .path("entries")
                .valueStream()
                .map(entry -> entry.path("status").asString())
                .sorted()
                .toList();
    }

    private static List<Integer> figures(JsonNode json, String... fields) {
        return List.of(fields).stream().map(field -> json.path(field).asInt(-1)).toList();
    }

    private static List<String> errors(JsonNode json) {
        return json.path("errors")
                .valueStream()
                .map(
                        error ->
                                "%d %s %s"
                                        .formatted(
                                                error.path("row").asInt(),
                                                error.path("field").asString("-"),
                                                error.path("code").asString()))
                .toList();
    }

    private String idOf(String cohort, int student) {
        return admin.get(path(cohort) + "/enrollments?limit=100")
                .is(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("externalId").asString("").equals(cohort + "-" + student))
                .findFirst()
                .orElseThrow()
                .path("studentId")
                .asString();
    }

    // ---- the way of a file

    @Test
    void sheetsArePreviewedAppliedShownAndUndone() throws InterruptedException {
        cohortOf("sheets-way", 3);
        importing("sheets-way", HEADER + "2024-03-04,sheets-way-0,ABSENT\n");
        String csv =
                "출결;날짜;학번\n지각+조퇴;2024. 3. 4.;sheets-way-0\n출석;2024-03-04;SHEETS-WAY.1@example.org\n"
                        + "공가;20240305;sheets-way-2\n";

        String path = begin("sheets-way", csv, "&preview=true").is(202).header("Location");
        JsonNode preview = until(path, "PREVIEWED");

        assertThat(preview.path("kind").asString()).isEqualTo("attendance");
        assertThat(figures(preview, "rows", "new", "changed", "unchanged", "conflicts", "rejected"))
                .isEqualTo(List.of(3, 2, 1, 0, 0, 0));
        assertThat(preview.path("columns").toString())
                .isEqualTo("{\"date\":1,\"student\":2,\"status\":0}");
        assertThat(statuses("sheets-way", MONDAY))
                .containsExactly("ABSENT", "UNMARKED", "UNMARKED");

        admin.send("POST", path + "/application", null, null).is(202);
        JsonNode done = until(path, "DONE");
        assertThat(figures(done, "rows", "applied", "unchanged", "rejected"))
                .isEqualTo(List.of(3, 3, 0, 0));
        assertThat(statuses("sheets-way", MONDAY))
                .containsExactly("LATE+EARLY_LEAVE", "PRESENT", "UNMARKED");
        assertThat(statuses("sheets-way", MONDAY.plusDays(1)))
                .containsExactly("EXCUSED", "UNMARKED", "UNMARKED");
        assertThat(figures(importing("sheets-way", csv), "applied", "unchanged", "rejected"))
                .isEqualTo(List.of(0, 3, 0));

        JsonNode undone = admin.delete(path).is(200).json();
        assertThat(undone.path("state").asString()).isEqualTo("UNDONE");
        assertThat(figures(undone, "restored", "kept")).isEqualTo(List.of(3, 0));
        assertThat(statuses("sheets-way", MONDAY))
                .containsExactly("ABSENT", "UNMARKED", "UNMARKED");
        assertThat(admin.get(path(("sheets-way")) + "/imports").is(200).body())
                .contains("\"kind\":\"roster\"", "\"kind\":\"attendance\"");
        admin.send("POST", path + "/application", null, null).is(409, "IMPORT_OVER");
    }

    @Test
    void whatIsExportedIsImportedAndChangesNothing() throws InterruptedException {
        cohortOf("sheets-export", 2);
        importing("sheets-export", HEADER + "2024-03-04,sheets-export-0,LATE\n");
        String table =
                admin.get(
                                path("sheets-export")
                                        + "/attendance?from=2024-03-04&until=2024-03-05",
                                "Accept",
                                "text/csv")
                        .is(200)
                        .body();

        assertThat(figures(importing("sheets-export", table), "rows", "unchanged", "rejected"))
                .isEqualTo(List.of(4, 4, 0));
    }

    @Test
    void eachRowThatCannotBeEnteredIsNamedAndNoOtherIsHeldUp() throws InterruptedException {
        cohortOf("sheets-other", 1);
        cohortOf("sheets-bad", 3);
        String id = idOf("sheets-bad", 0);
        importing(
                "sheets-bad",
                HEADER
                        + "2024-03-06,sheets-bad-0,PRESENT\n"
                        + "2024-03-06,sheets-bad-1,PRESENT\n2024-03-06,sheets-bad-2,PRESENT\n");
        admin.send("POST", path("sheets-bad") + "/attendance/2024-03-06/closing", null, null)
                .is(200);
        String csv =
                HEADER
                        + "2024-03-04,sheets-bad-0,PRESENT\n"
                        + "04/03/2024,sheets-bad-1,PRESENT\n"
                        + "2024-03-04,sheets-bad-1,AWAY\n"
                        + "2024-03-04,nobody,PRESENT\n"
                        + "2024-03-04,sheets-other-0,PRESENT\n"
                        + "2024-03-06,sheets-bad-0,ABSENT\n"
                        + "2024-03-06,sheets-bad-1,PRESENT\n"
                        + "2024-03-09,sheets-bad-0,PRESENT\n"
                        + "2023-12-29,sheets-bad-0,PRESENT\n"
                        + "2024-03-05,sheets-bad-0,PRESENT\n"
                        + "2024-03-05,"
                        + id
                        + ",LATE\n"
                        + "2024-03-07,"
                        + "x".repeat(300)
                        + ",LATE\n"
                        + "2024-03-07,sheets-bad-2,LATE+PRESENT\n"
                        + "2024-03-07,,LATE\n";

        JsonNode done = importing("sheets-bad", csv);

        assertThat(figures(done, "rows", "applied", "unchanged", "rejected"))
                .isEqualTo(List.of(14, 1, 1, 12));
        assertThat(errors(done))
                .containsExactlyInAnyOrder(
                        "3 date AMBIGUOUS_DATE",
                        "4 status UNKNOWN_STATUS",
                        "5 student UNKNOWN_STUDENT",
                        "6 student UNKNOWN_STUDENT",
                        "7 date SHEET_CLOSED",
                        "9 date NOT_A_TRAINING_DAY",
                        "10 date DAY_OUTSIDE_COHORT",
                        "11 student SAME_DAY_TWICE",
                        "12 student SAME_DAY_TWICE",
                        "13 student TOO_LONG",
                        "14 status UNKNOWN_STATUS",
                        "15 student MISSING_VALUE");
        assertThat(done.path("errors").toString())
                .contains("the attendance of this day was closed")
                .doesNotContain("nobody\"", "sheets-other", "AWAY");
        assertThat(statuses("sheets-bad", MONDAY))
                .containsExactly("PRESENT", "UNMARKED", "UNMARKED");
        assertThat(statuses("sheets-bad", MONDAY.plusDays(2))).containsOnly("PRESENT");
    }

    @Test
    void whoeverIsNotInTheCourseOnADayAndADayToComeAreRefused() throws InterruptedException {
        String now = "sheets-now";
        admin.post("/api/cohorts", Site.newCohortOfNow(now)).is(201);
        LocalDate today = LocalDate.now(Site.noon());
        Answer roster =
                admin.send(
                        "POST",
                        path(now) + "/imports?kind=roster",
                        "text/csv",
                        "externalId,enrolledOn\nnow-1,%s\n".formatted(today.minusDays(1)));
        until(roster.is(202).header("Location"), "DONE");

        JsonNode done =
                importing(
                        now,
                        HEADER
                                + "%s,now-1,LATE\n".formatted(today)
                                + "%s,now-1,LATE\n".formatted(today.plusDays(1))
                                + "%s,now-1,LATE\n".formatted(today.minusDays(2)));

        assertThat(figures(done, "applied", "rejected")).isEqualTo(List.of(1, 2));
        assertThat(errors(done)).containsExactly("3 date DAY_TO_COME", "4 student NOT_IN_COURSE");
    }

    @Test
    void anUndoLeavesWhatSomebodyTouchedAndDaysThatWereClosed() throws InterruptedException {
        cohortOf("sheets-undo", 2);
        String csv =
                HEADER
                        + "2024-03-04,sheets-undo-0,LATE\n2024-03-04,sheets-undo-1,LATE\n"
                        + "2024-03-05,sheets-undo-0,LATE\n2024-03-05,sheets-undo-1,LATE\n";
        JsonNode done = importing("sheets-undo", csv);
        admin.send(
                        "PUT",
                        path("sheets-undo") + "/attendance/2024-03-04",
                        Client.JSON,
                        "{\"entries\": [{\"studentId\": \"%s\", \"status\": \"ABSENT\"}]}"
                                .formatted(idOf("sheets-undo", 0)))
                .is(200);
        admin.send("POST", path("sheets-undo") + "/attendance/2024-03-05/closing", null, null)
                .is(200);

        JsonNode undone =
                admin.delete("/api/imports/" + done.path("importId").asString()).is(200).json();

        assertThat(figures(undone, "restored", "kept")).isEqualTo(List.of(1, 3));
        assertThat(errors(undone))
                .containsExactly("2 - TOUCHED_LATER", "4 date SHEET_CLOSED", "5 date SHEET_CLOSED");
        assertThat(statuses("sheets-undo", MONDAY)).containsExactly("ABSENT", "UNMARKED");
        assertThat(statuses("sheets-undo", MONDAY.plusDays(1))).containsExactly("LATE", "LATE");
    }

    @Test
    void aThousandRowsComeInAndAreTakenBack() throws InterruptedException {
        cohortOf("sheets-many", 10);
        List<String> rows = new ArrayList<>();
        LocalDate day = LocalDate.parse("2024-01-02");
        for (; rows.size() < 1_000; day = day.plusDays(1)) {
            if (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
                for (int i = 0; i < 10; i++) {
                    rows.add("%s,sheets-many-%d,%s".formatted(day, i, i == 3 ? "LATE" : "PRESENT"));
                }
            }
        }

        JsonNode done =
                importing("sheets-many", HEADER + rows.stream().collect(Collectors.joining("\n")));
        assertThat(figures(done, "rows", "applied", "rejected"))
                .isEqualTo(List.of(1_000, 1_000, 0));
        assertThat(statuses("sheets-many", MONDAY)).hasSize(10).doesNotContain("UNMARKED");

        String path = "/api/imports/" + done.path("importId").asString();
        admin.delete(path).is(200);
        JsonNode undone = until(path, "UNDONE");
        assertThat(figures(undone, "restored", "kept")).isEqualTo(List.of(1_000, 0));
        assertThat(statuses("sheets-many", MONDAY)).containsOnly("UNMARKED");
    }

    @Test
    void aFileThatIsNoSheetIsRefusedWithNothingBegun() throws InterruptedException {
        cohortOf("sheets-none", 1);

        begin("sheets-none", "date,status\n2024-03-04,LATE\n", "").is(422, "MISSING_SHEET_COLUMN");
        begin("sheets-none", "externalId,name\n1,Hana\n", "").is(422, "MISSING_SHEET_COLUMN");
        begin("sheets-none", "날짜,학번,이메일,출결\n", "").is(422, "DUPLICATE_COLUMN");
        begin("sheets-none", HEADER, "").is(422, "EMPTY_FILE");
        begin("sheets-none", "", "").is(422, "EMPTY_FILE");
        begin("sheets-no-cohort", HEADER + "2024-03-04,a,LATE\n", "").is(404);

        assertThat(admin.get(path("sheets-none") + "/imports").is(200).json().path("items"))
                .hasSize(1);
    }
}
