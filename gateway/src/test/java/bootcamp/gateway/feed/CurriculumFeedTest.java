package bootcamp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.gateway.attendance.DaySheet;
import bootcamp.gateway.attendance.Mark;
import bootcamp.gateway.attendance.Policy;
import bootcamp.gateway.feed.CohortFact.ClinicStands;
import bootcamp.gateway.feed.CohortFact.LectureStands;
import bootcamp.gateway.feed.CohortFact.ParticipationStands;
import bootcamp.gateway.feed.CohortFact.PolicyStands;
import bootcamp.gateway.feed.CohortFact.QuestionStands;
import bootcamp.gateway.feed.CohortFact.RequestStands;
import bootcamp.gateway.feed.CohortFact.SessionStands;
import bootcamp.gateway.feed.CohortFact.SheetStands;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From the public states of the curriculum service to facts of cohorts. */
class CurriculumFeedTest {

    private static final String PUBLISHED =
            """
            {"lectureId": "id", "cohortIds": ["c", "d"], "formerCohortIds": ["b"], "title": "Agents",
             "startsAt": "2024-05-02T19:00:00+09:00", "endsAt": "2024-05-02T21:00:00+09:00",
             "timeZone": "Asia/Seoul", "status": "PUBLISHED", "capacity": 40, "registered": 40,
             "unconfirmed": 1, "waiting": 12, "registrationOpensAt": null, "registrationClosesAt": null,
             "removed": false, "somethingNew": {"deep": [1]}}
            """;

    private static final String QUESTION =
            """
            {"questionId": "id", "lectureId": "l", "cohortIds": ["c"], "formerCohortIds": ["b"],
             "standing": "HELD", "askedAt": "2024-05-02T10:00:00Z", "answered": true, "votes": 7,
             "reports": 3, "edition": 4, "removed": false, "somethingNew": 1}
            """;

    private static final String CLINIC =
            """
            {"clinicId": "id", "cohortId": "c", "kind": "MENTORING", "cancelled": false, "title": "Talks",
             "slots": [
               {"slotId": "1", "startsAt": "2024-05-02T00:30:00+09:00", "cancelled": false, "booked": ["a", "b"]},
               {"slotId": "2", "startsAt": "2024-05-02T01:00:00+09:00", "cancelled": true, "booked": ["x"]},
               {"slotId": "3", "startsAt": "2024-05-03T01:00:00+09:00", "cancelled": false, "booked": []}],
             "somethingNew": 1}
            """;

    private static final String SHEET =
            """
            {"cohortId": "c", "date": "2024-05-02", "closed": true, "policyVersion": 2,
             "students": [{"studentId": "b", "marks": ["LATE", "OUTING"], "clause": "STAFF_SET", "provisional": false},
                          {"studentId": "a", "marks": ["ABSENT"], "clause": "STAFF_SET", "provisional": false}]}
            """;

    private static final String POLICY =
            """
            {"cohortId": "c", "versions": [
              {"version": 2, "from": "2024-03-01", "preset": "CUSTOM", "record": "STAMPS",
               "thresholdPerMille": 900, "marksPerAbsence": null, "scope": "MONTH"},
              {"version": 1, "from": "2024-01-02", "preset": "KDT", "record": "SHEET",
               "thresholdPerMille": 800, "marksPerAbsence": 3, "scope": "COURSE"}]}
            """;

    private final List<CohortFact> facts = new ArrayList<>();
    private final DashboardFeed feed = new DashboardFeed((fact, _, _) -> facts.add(fact));

    @Test
    void lectureIsReadWithTheOffsetInWhichItWasTold() {
        feed.on(event("Lecture", PUBLISHED));

        assertThat(facts)
                .containsExactly(
                        new LectureStands(
                                "id",
                                List.of("c", "d"),
                                List.of("b"),
                                new Lecture(
                                        "id",
                                        "Agents",
                                        OffsetDateTime.parse("2024-05-02T19:00+09:00"),
                                        OffsetDateTime.parse("2024-05-02T21:00+09:00"),
                                        "Asia/Seoul",
                                        "PUBLISHED",
                                        40,
                                        40,
                                        1,
                                        12)));
        assertThat(facts.getFirst().concerned()).containsExactly("c", "d", "b");
    }

    @Test
    void lectureThatIsNoMoreIsStillToldToItsCohorts() {
        feed.on(event("Lecture", "{\"removed\": true, \"cohortIds\": [\"c\"]}"));
        feed.on(event("Lecture", "{\"removed\": true, \"formerCohortIds\": [\"d\"]}"));
        feed.on(event("Lecture", "{\"removed\": true}"));

        assertThat(facts)
                .containsExactly(
                        new LectureStands("id", List.of("c"), List.of(), null),
                        new LectureStands("id", List.of(), List.of("d"), null));
    }

    @ParameterizedTest
    @CsvSource({
        "cohortIds, null",
        "title, null",
        "startsAt, null",
        "startsAt, '\"2024-02-30T19:00:00+09:00\"'",
        "startsAt, '\"2024-05-02T19:00:00\"'",
        "endsAt, null",
        "endsAt, '\"2024-05-02T19:00:00+09:00\"'",
        "timeZone, null",
        "timeZone, '\"Moon/Crater\"'",
        "status, null",
        "status, '\"POSTPONED\"'",
        "capacity, null",
        "capacity, '\"forty\"'",
        "registered, null",
        "unconfirmed, null",
        "waiting, null"
    })
    void stateWithoutWhichAFigureWouldBeWrongIsParked(String field, String value) {
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(PUBLISHED);
        state.set(field, JsonMapper.shared().readTree(value));
        Event event = event("Lecture", state.toString());

        assertThatThrownBy(() -> feed.on(event))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> assertThat(e.code()).isEqualTo(Undecodable.Code.STATE_DOES_NOT_FIT));
        assertThat(facts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Instructor", "Module", "Booking"})
    void whatDashboardsDoNotShowIsReadWithoutAWord(String aggregate) {
        feed.on(event(aggregate, "{}"));

        assertThat(facts).isEmpty();
    }

    private static final String REQUEST =
            """
            {"requestId": "id", "cohortId": "c", "studentId": "s", "date": "2024-05-02",
             "phase": "OPEN", "decideBy": "2024-05-07", "entered": false, "removed": false,
             "somethingNew": 1}
            """;

    @Test
    void requestThatIsOpenIsReadWithItsLastDay() {
        feed.on(event("AttendanceRequest", REQUEST));

        assertThat(facts)
                .containsExactly(new RequestStands("id", "c", LocalDate.parse("2024-05-07")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"phase\": \"ACCEPTED\"",
                "\"phase\": \"REFUSED\"",
                "\"phase\": \"TAKEN_BACK\"",
                "\"removed\": true, \"phase\": \"OPEN\""
            })
    void requestOfWhichNothingIsToBeDecidedHasNone(String other) {
        String state =
                REQUEST.replace("\"removed\": false,", "").replace("\"phase\": \"OPEN\"", other);

        feed.on(event("AttendanceRequest", state));

        assertThat(facts).containsExactly(new RequestStands("id", "c", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cohortId", "phase", "decideBy"})
    void requestWithoutWhichAFigureWouldBeWrongIsParked(String field) {
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(REQUEST);
        state.remove(field);

        assertThatThrownBy(() -> feed.on(event("AttendanceRequest", state.toString())))
                .isInstanceOf(Undecodable.class);
        assertThat(facts).isEmpty();
    }

    @Test
    void requestOfAnUnknownPhaseIsParked() {
        String other = REQUEST.replace("OPEN", "FORWARDED");

        assertThatThrownBy(() -> feed.on(event("AttendanceRequest", other)))
                .isInstanceOf(Undecodable.class);
    }

    private static final String SESSION =
            """
            {"sessionId": "id", "cohortId": "c", "kind": "TEAM_ACTIVITY", "title": "Project",
             "startsAt": "2024-05-02T00:30:00+09:00", "cancelled": false, "removed": false}
            """;

    private static final String PARTICIPATION =
            """
            {"sessionId": "id", "cohortId": "c", "said": true, "participantIds": ["a", "b"], "waiting": 2}
            """;

    @Test
    void ofSessionsThatTakePlaceTheirDayAndWhoTaughtWhatAreRead() {
        feed.on(event("Session", SESSION));
        feed.on(
                event(
                        "Session",
                        SESSION.replace("TEAM_ACTIVITY", "LAB")
                                .replace(
                                        "\"title\"",
                                        "\"moduleId\": \"m\", \"instructorId\": \"i\", \"title\"")));
        feed.on(event("Session", SESSION.replace("\"cancelled\": false", "\"cancelled\": true")));

        assertThat(facts)
                .containsExactly(
                        new SessionStands(
                                "id",
                                "c",
                                new TeamActivity("id", LocalDate.parse("2024-05-02")),
                                new Taught(LocalDate.parse("2024-05-02"), null, null)),
                        new SessionStands(
                                "id",
                                "c",
                                null,
                                new Taught(LocalDate.parse("2024-05-02"), "m", "i")),
                        new SessionStands("id", "c", null, null));
    }

    @Test
    void participationIsReadWithWhoCounts() {
        feed.on(event("Participation", PARTICIPATION));

        assertThat(facts)
                .containsExactly(
                        new ParticipationStands(
                                "c",
                                new TeamActivity.Participants(
                                        "id", true, Set.of("a", "b"), null, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cohortId", "kind", "cancelled", "startsAt"})
    void sessionWithoutWhichAFigureWouldBeWrongIsParked(String field) {
        parks("Session", SESSION, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cohortId", "said", "participantIds", "waiting"})
    void participationWithoutWhichAFigureWouldBeWrongIsParked(String field) {
        parks("Participation", PARTICIPATION, field);
    }

    private void parks(String aggregate, String whole, String field) {
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(whole);
        state.remove(field);

        assertThatThrownBy(() -> feed.on(event(aggregate, state.toString())))
                .isInstanceOf(Undecodable.class);
        assertThat(facts).isEmpty();
    }

    @Test
    void clinicIsReadWithItsDaysAndWhoHasAPlace() {
        feed.on(event("Clinic", CLINIC));
        feed.on(
                event(
                        "Clinic",
                        CLINIC.replaceFirst("\"cancelled\": false", "\"cancelled\": true")));

        assertThat(facts)
                .containsExactly(
                        new ClinicStands(
                                "id",
                                "c",
                                new Clinic(
                                        "MENTORING",
                                        List.of(
                                                new Clinic.Slot(
                                                        LocalDate.parse("2024-05-02"),
                                                        List.of("a", "b")),
                                                new Clinic.Slot(
                                                        LocalDate.parse("2024-05-03"),
                                                        List.of())))),
                        new ClinicStands("id", "c", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cohortId", "kind", "cancelled", "slots"})
    void clinicWithoutWhichAFigureWouldBeWrongIsParked(String field) {
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(CLINIC);
        state.remove(field);

        assertThatThrownBy(() -> feed.on(event("Clinic", state.toString())))
                .isInstanceOf(Undecodable.class);
        assertThat(facts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"startsAt", "cancelled", "booked"})
    void clinicsSlotWithoutWhichAFigureWouldBeWrongParksTheClinic(String field) {
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(CLINIC);
        ((ObjectNode) state.path("slots").path(0)).remove(field);

        assertThatThrownBy(() -> feed.on(event("Clinic", state.toString())))
                .isInstanceOf(Undecodable.class);
        assertThat(facts).isEmpty();
    }

    @Test
    void questionIsReadWithItsFigures() {
        feed.on(event("Question", QUESTION));

        assertThat(facts)
                .containsExactly(
                        new QuestionStands(
                                "id",
                                "l",
                                List.of("c"),
                                List.of("b"),
                                new Question("id", "l", "HELD", true, 7, 3, 4, false)));
    }

    @Test
    void questionThatWasMergedIsOpenAndNotAskedAnyMore() {
        feed.on(
                event(
                        "Question",
                        QUESTION.replace("HELD", "OPEN")
                                .replace("\"edition\"", "\"mergedInto\": \"q\", \"edition\"")));

        Question merged = new Question("id", "l", "OPEN", true, 7, 3, 4, true);
        assertThat(facts)
                .containsExactly(new QuestionStands("id", "l", List.of("c"), List.of("b"), merged));
        assertThat(merged.isOpen()).isTrue();
        assertThat(merged.isAsked()).isFalse();
    }

    @Test
    void questionThatIsNoMoreIsStillToldToItsCohorts() {
        feed.on(event("Question", QUESTION.replace("\"removed\": false", "\"removed\": true")));

        assertThat(facts)
                .containsExactly(new QuestionStands("id", "l", List.of("c"), List.of("b"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lectureId", "cohortIds", "standing", "answered", "votes", "edition"})
    void questionWithoutWhichAFigureWouldBeWrongIsParked(String field) {
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(QUESTION);
        state.remove(field);

        assertThatThrownBy(() -> feed.on(event("Question", state.toString())))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> assertThat(e.code()).isEqualTo(Undecodable.Code.STATE_DOES_NOT_FIT));
        assertThat(facts).isEmpty();
    }

    @Test
    void questionOfAnUnknownStandingIsParked() {
        String other = QUESTION.replace("HELD", "MERGED");

        assertThatThrownBy(() -> feed.on(event("Question", other))).isInstanceOf(Undecodable.class);
    }

    @Test
    void sheetHoldsAByteForEachStudentInTheOrderOfTheirIds() {
        feed.on(event("Sheet", SHEET));

        assertThat(facts)
                .containsExactly(
                        new SheetStands(
                                "id",
                                "c",
                                new DaySheet(
                                        LocalDate.parse("2024-05-02"),
                                        true,
                                        2,
                                        List.of("a", "b"),
                                        new byte[] {
                                            Mark.marks(List.of("ABSENT")),
                                            Mark.marks(List.of("LATE", "OUTING"))
                                        })));
    }

    /** What counts is what it comes to in the end; today shows what it is by now. */
    @Test
    void whoMayStillStampOutIsAbsentInTheEndAndNotYet() {
        feed.on(
                event(
                        "Sheet",
                        """
                        {"cohortId": "c", "date": "2024-05-02", "closed": false, "policyVersion": 2,
                         "students": [{"studentId": "a", "marks": ["ABSENT"], "soFar": ["LATE"]},
                                      {"studentId": "b", "marks": ["PRESENT"], "soFar": null}]}"""));

        assertThat(facts)
                .containsExactly(
                        new SheetStands(
                                "id",
                                "c",
                                new DaySheet(
                                        LocalDate.parse("2024-05-02"),
                                        false,
                                        2,
                                        List.of("a", "b"),
                                        new byte[] {
                                            Mark.unless(List.of("LATE")),
                                            Mark.marks(List.of("PRESENT"))
                                        })));
    }

    @Test
    void sheetThatIsNoMoreHasNoMarks() {
        feed.on(event("Sheet", "{\"cohortId\": \"c\", \"removed\": true}"));

        assertThat(facts).containsExactly(new SheetStands("id", "c", null));
    }

    @Test
    void policyIsReadInTheOrderOfItsFirstDays() {
        feed.on(event("AttendancePolicy", POLICY));

        assertThat(facts)
                .containsExactly(
                        new PolicyStands(
                                "c",
                                List.of(
                                        new Policy(
                                                1,
                                                LocalDate.parse("2024-01-02"),
                                                false,
                                                800,
                                                3,
                                                false),
                                        new Policy(
                                                2,
                                                LocalDate.parse("2024-03-01"),
                                                true,
                                                900,
                                                null,
                                                true))));
    }

    @ParameterizedTest
    @CsvSource({
        "Sheet, cohortId, null",
        "Sheet, date, null",
        "Sheet, date, '\"2024-02-30\"'",
        "Sheet, closed, null",
        "Sheet, policyVersion, null",
        "Sheet, students, null",
        "Sheet, students, '[{\"studentId\": \"a\", \"marks\": [\"SICK\"]}]'",
        "Sheet, students, '[{\"studentId\": \"a\", \"marks\": []}]'",
        "Sheet, students, '[{\"marks\": [\"LATE\"]}]'",
        "Sheet, students, '[{\"studentId\": \"a\", \"marks\": [\"LATE\"], \"soFar\": [\"LATE\"]}]'",
        "Sheet, students, '[{\"studentId\": \"a\", \"marks\": [\"ABSENT\"], \"soFar\": []}]'",
        "Sheet, students, '[{\"studentId\": \"a\", \"marks\": [\"ABSENT\"], \"soFar\": [\"ABSENT\"]}]'",
        "AttendancePolicy, cohortId, null",
        "AttendancePolicy, versions, null",
        "AttendancePolicy, versions, '[]'",
        "AttendancePolicy, versions, '[{\"version\": 1}]'"
    })
    void attendanceWithoutWhichAFigureWouldBeWrongIsParked(
            String aggregate, String field, String value) {
        ObjectNode state =
                (ObjectNode)
                        JsonMapper.shared().readTree(aggregate.equals("Sheet") ? SHEET : POLICY);
        state.set(field, JsonMapper.shared().readTree(value));
        Event event = event(aggregate, state.toString());

        assertThatThrownBy(() -> feed.on(event))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> assertThat(e.code()).isEqualTo(Undecodable.Code.STATE_DOES_NOT_FIT));
        assertThat(facts).isEmpty();
    }

    @Test
    void aggregateOfAnotherServiceIsNotReadFromThisTopic() {
        Event foreign = event("Erasure", "{\"studentId\": \"s\"}");

        assertThatThrownBy(() -> feed.on(foreign))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> assertThat(e.code()).isEqualTo(Undecodable.Code.UNKNOWN_TYPE));
        assertThat(facts).isEmpty();
    }

    private static Event event(String aggregate, String state) {
        return new Event(
                aggregate,
                "id",
                1,
                1,
                "curriculum",
                Instant.parse("2024-03-01T00:00:00Z"),
                List.of(),
                JsonMapper.shared().readTree(state),
                null);
    }
}
