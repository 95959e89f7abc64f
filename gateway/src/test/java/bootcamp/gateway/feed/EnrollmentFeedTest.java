package bootcamp.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.feed.CohortFact.StudentStands;
import bootcamp.gateway.retention.Stay;
import bootcamp.gateway.retention.Stay.Standing;
import bootcamp.gateway.retention.Stay.Turn;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.Undecodable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** From the public states of the enrollment service to facts of cohorts. */
class EnrollmentFeedTest {

    private static final Instant TIME = Instant.parse("2024-03-01T00:00:00Z");

    private final List<CohortFact> facts = new ArrayList<>();
    private final List<String> erased = new ArrayList<>();
    private final EnrollmentFeed feed =
            new EnrollmentFeed((fact, _, _) -> facts.add(fact), erased::add);

    @Test
    void cohortIsReadWithoutWhatDashboardsDoNotUse() {
        feed.on(
                event(
                        "Cohort",
                        """
                        {"cohortId": "c", "programme": "AI", "name": "AI 3기", "startDate": "2024-01-02",
                         "endDate": "2024-07-31", "timeZone": "Asia/Seoul", "capacity": 80,
                         "trainingWeekdays": ["MONDAY"], "holidays": [], "status": "OPEN", "closedOn": null,
                         "seats": {"taken": 3, "waiting": 0}, "somethingNew": {"deep": [1]}}
                        """));

        assertThat(facts).hasSize(1);
        CohortStands cohort = (CohortStands) facts.getFirst();
        assertThat(cohort.cohortId()).isEqualTo("id");
        assertThat(cohort.endDate()).isEqualTo("2024-07-31");
        assertThat(cohort.timeZone().getId()).isEqualTo("Asia/Seoul");
        assertThat(cohort.capacity()).isEqualTo(80);
    }

    @Test
    void statusesBecomeTurnsAndAWithdrawalStandsApart() {
        feed.on(
                event(
                        "Enrollment",
                        """
                        {"studentId": "s", "cohortId": "c", "status": "WITHDRAWN", "enrolledOn": null,
                         "withdrawal": {"on": "2024-05-01", "reason": "HEALTH"},
                         "statuses": [{"status": "APPLIED", "on": "2023-12-01"},
                                      {"status": "ENROLLED", "on": null},
                                      {"status": "ON_LEAVE", "on": "2024-03-01"},
                                      {"status": "ENROLLED", "on": "2024-03-09"},
                                      {"status": "WITHDRAWN", "on": "2024-05-01"}],
                         "removed": false, "formerCohortIds": ["b"]}
                        """));

        StudentStands student = (StudentStands) facts.getFirst();
        assertThat(student.formerCohortIds()).containsExactly("b");
        assertThat(student.stay())
                .isEqualTo(
                        new Stay(
                                null,
                                LocalDate.parse("2024-05-01"),
                                "HEALTH",
                                List.of(
                                        new Turn(LocalDate.MIN, Standing.ACTIVE),
                                        new Turn(LocalDate.parse("2024-03-01"), Standing.ON_LEAVE),
                                        new Turn(LocalDate.parse("2024-03-09"), Standing.ACTIVE))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPLIED", "SELECTED", "WAITING", "REJECTED"})
    void whoWasNeverEnrolledHasNoStay(String status) {
        feed.on(
                event(
                        "Enrollment",
                        "{\"studentId\": \"s\", \"cohortId\": \"c\", \"status\": \""
                                + status
                                + "\"}"));

        StudentStands student = (StudentStands) facts.getFirst();
        assertThat(student.stay()).isNull();
        assertThat(student.waiting()).isEqualTo(status.equals("WAITING"));
    }

    @Test
    void undoneRowIsInNoFigure() {
        feed.on(
                event(
                        "Enrollment",
                        "{\"studentId\": \"s\", \"cohortId\": \"c\", \"status\": \"ENROLLED\", \"removed\": true}"));

        assertThat(((StudentStands) facts.getFirst()).stay()).isNull();
    }

    @Test
    void erasureChangesNoFigureAndIsToldApart() {
        Event erasure = event("Erasure", "{\"studentId\": \"s\", \"erasedOn\": \"2024-05-01\"}");

        feed.on(erasure);

        assertThat(facts).isEmpty();
        assertThat(erased).containsExactly(erasure.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\": \"ENROLLED\"}",
                "{\"studentId\": \"s\", \"cohortId\": \"c\"}",
                "{\"studentId\": \"s\", \"cohortId\": \"c\", \"status\": \"ELSEWHERE\"}",
                "{\"studentId\": \"s\", \"cohortId\": \"c\", \"status\": \"WITHDRAWN\"}",
                "{\"studentId\": \"s\", \"cohortId\": \"c\", \"status\": \"WITHDRAWN\", \"withdrawal\": {\"reason\": \"TIME\"}}",
                "{\"studentId\": \"s\", \"cohortId\": \"c\", \"status\": \"ENROLLED\", \"enrolledOn\": \"2024-02-30\"}"
            })
    void stateWithoutWhichAFigureWouldBeWrongIsParked(String state) {
        Event event = event("Enrollment", state);

        assertThatThrownBy(() -> feed.on(event))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        e -> assertThat(e.code()).isEqualTo(Undecodable.Code.STATE_DOES_NOT_FIT));
        assertThat(facts).isEmpty();
    }

    private static Event event(String aggregate, String state) {
        return new Event(
                aggregate,
                "id",
                1,
                1,
                "enrollment",
                TIME,
                List.of(),
                JsonMapper.shared().readTree(state),
                null);
    }
}
