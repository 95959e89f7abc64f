package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.school.KnownCohort;
import bootcamp.curriculum.week.CurriculumMove.Moved;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How modules and sessions come to other dates. */
class CurriculumMoveTest {

    /** Begins on a Tuesday and is of 30 weeks. */
    private static final KnownCohort OLD = cohort("old", "Asia/Seoul", "2024-01-02", "2024-07-28");

    private static KnownCohort cohort(String id, String zone, String start, String end) {
        return new KnownCohort(
                id,
                ZoneId.of(zone),
                LocalDate.parse(start),
                LocalDate.parse(end),
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                Set.of(LocalDate.parse("2024-09-16"), LocalDate.parse("2024-03-01")));
    }

    private static SessionPlan session(String starts, String zone) {
        LocalDateTime from = LocalDateTime.parse(starts);
        return new SessionPlan(
                SessionKind.LAB,
                "Gradients",
                "m",
                "i",
                from,
                from.plusHours(2),
                zone,
                "Room 4",
                List.of());
    }

    private static Moved<SessionPlan> moved(KnownCohort to, String starts) {
        return new CurriculumMove(OLD, to).moved(session(starts, "Asia/Seoul"), "m2");
    }

    private static KnownCohort autumn() {
        return cohort("new", "Asia/Seoul", "2024-08-19", "2025-03-14");
    }

    @Test
    void aSessionKeepsItsWeekdayItsHourAndAllItSays() {
        SessionPlan plan = moved(autumn(), "2024-01-04T09:30").plan();

        assertThat(plan)
                .isEqualTo(
                        new SessionPlan(
                                SessionKind.LAB,
                                "Gradients",
                                "m2",
                                "i",
                                LocalDateTime.parse("2024-08-22T09:30"),
                                LocalDateTime.parse("2024-08-22T11:30"),
                                "Asia/Seoul",
                                "Room 4",
                                List.of()));
    }

    /** Of the first week a day before the new beginning, a holiday, a Saturday, past the end. */
    @ParameterizedTest
    @CsvSource({
        "2024-01-02T09:00, 2024-08-20T09:00,",
        "2024-01-29T09:00, , NO_TRAINING_THEN",
        "2024-01-06T09:00, 2024-08-24T09:00,",
        "2024-02-03T23:00, 2024-09-21T23:00,",
        "2024-07-26T09:00, 2025-03-14T09:00,",
        "2024-07-27T09:00, , OUTSIDE_COHORT",
    })
    void whatHasNoDayInTheNewCohortIsLeftOut(
            String starts, @Nullable String expected, @Nullable String flaw) {
        Moved<SessionPlan> moved = moved(autumn(), starts);

        assertThat(moved.flaw()).isEqualTo(flaw);
        assertThat(moved.plan() == null ? null : moved.plan().startsAt().toString())
                .isEqualTo(expected);
    }

    @Test
    void whatWouldBeginBeforeTheNewCohortIsLeftOut() {
        KnownCohort fromWednesday = cohort("new", "Asia/Seoul", "2024-08-21", "2025-03-14");

        assertThat(moved(fromWednesday, "2024-01-02T09:00").flaw()).isEqualTo("OUTSIDE_COHORT");
    }

    @Test
    void theHourOnTheWallIsThatOfTheNewZoneUnlessItHadOneOfItsOwn() {
        KnownCohort berlin = cohort("new", "Europe/Berlin", "2024-08-19", "2025-03-14");
        CurriculumMove move = new CurriculumMove(OLD, berlin);

        SessionPlan ofCohort = move.moved(session("2024-01-04T09:30", "Asia/Seoul"), null).plan();
        SessionPlan online =
                move.moved(session("2024-01-04T09:30", "America/New_York"), null).plan();

        assertThat(ofCohort).isNotNull();
        assertThat(online).isNotNull();
        assertThat(ofCohort.written(ofCohort.startsAt())).isEqualTo("2024-08-22T09:30:00+02:00");
        assertThat(online.written(online.startsAt())).isEqualTo("2024-08-22T09:30:00-04:00");
    }

    /** On 2025-03-30 clocks in Berlin skip from two to three. */
    @Test
    void aClinicIsLeftOut() {
        SessionPlan lab = session("2024-01-04T09:30", "Asia/Seoul");
        SessionPlan clinic =
                new SessionPlan(
                        SessionKind.CLINIC,
                        lab.title(),
                        null,
                        "i",
                        lab.startsAt(),
                        lab.endsAt(),
                        lab.timeZone(),
                        null,
                        List.of());

        Moved<SessionPlan> moved = new CurriculumMove(OLD, autumn()).moved(clinic, null);

        assertThat(moved.plan()).isNull();
        assertThat(moved.flaw()).isEqualTo("CLINIC_NOT_COPIED");
    }

    @Test
    void anHourThatTheDayDoesNotHaveIsNone() {
        KnownCohort spring = cohort("new", "Europe/Berlin", "2025-01-07", "2025-07-28");

        assertThat(moved(spring, "2024-03-24T02:30").flaw()).isEqualTo("NO_SUCH_TIME");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-02, 2024-02-02, 2024-08-20, 2024-09-20",
        "2024-01-01, 2024-02-02, 2024-08-19, 2024-09-20",
        "2024-07-01, 2024-07-28, 2025-02-17, 2025-03-14",
    })
    void aModuleIsMovedByWeeksAndCutAtTheEnds(
            String from, String until, String expectedFrom, String expectedUntil) {
        ModulePlan plan =
                new CurriculumMove(OLD, autumn())
                        .moved(
                                new ModulePlan(
                                        "Statistics",
                                        LocalDate.parse(from),
                                        LocalDate.parse(until)))
                        .plan();

        assertThat(plan)
                .isEqualTo(
                        new ModulePlan(
                                "Statistics",
                                LocalDate.parse(expectedFrom),
                                LocalDate.parse(expectedUntil)));
    }

    @Test
    void aModuleOfWhichNothingIsLeftIsNone() {
        KnownCohort brief = cohort("new", "Asia/Seoul", "2024-08-19", "2024-09-06");
        ModulePlan late =
                new ModulePlan(
                        "Statistics", LocalDate.parse("2024-03-04"), LocalDate.parse("2024-03-29"));

        assertThat(new CurriculumMove(OLD, brief).moved(late).flaw()).isEqualTo("OUTSIDE_COHORT");
    }
}
