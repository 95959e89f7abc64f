package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfSession;
import bootcamp.curriculum.CurriculumEvent.SessionCancelled;
import bootcamp.curriculum.CurriculumEvent.SessionClaimsLapsed;
import bootcamp.curriculum.CurriculumEvent.SessionEdited;
import bootcamp.curriculum.CurriculumEvent.SessionPlanned;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.SessionCommand.CancelSession;
import bootcamp.curriculum.week.SessionCommand.EditSession;
import bootcamp.curriculum.week.SessionCommand.LapseClaims;
import bootcamp.curriculum.week.SessionCommand.PlanSession;
import bootcamp.platform.aggregate.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {

    private static final Instant CLAIMED = Plans.NOW;
    private static final SessionPlan FIRST = Weeks.at(9, 2);
    private static final SessionPlan LATER = Weeks.at(13, 2);

    private final Story<Session, SessionCommand, OfSession> story = Story.of(Session.TYPE, "s");

    private static PlanSession plan(SessionPlan plan, @Nullable Instant claimedAt) {
        return new PlanSession(Plans.COHORT, plan, claimedAt, Plans.staff(Plans.NOW));
    }

    private static EditSession edit(
            SessionPlan before, SessionPlan after, @Nullable Instant claimedAt) {
        return new EditSession(before, after, claimedAt, Plans.staff(Plans.NOW));
    }

    @Test
    void sessionIsPlannedMovedAndCancelled() {
        story.when(plan(FIRST, CLAIMED)).yields(SessionPlanned.class);
        story.when(plan(FIRST, CLAIMED.plusMillis(1))).refuses("SESSION_EXISTS");
        story.when(edit(FIRST, LATER, CLAIMED.plusMillis(1))).yields(SessionEdited.class);
        assertThat(story.state().slots()).isEqualTo(LATER.slots());
        var cancel = new CancelSession(Plans.staff(Plans.NOW));
        story.when(cancel).yields(SessionCancelled.class).when(cancel).staysQuiet();
        assertThat(story.state().slots()).isEmpty();
        story.when(edit(LATER, FIRST, CLAIMED.plusMillis(2))).refuses("SESSION_CANCELLED");
    }

    @Test
    void claimIsUsedOnce() {
        story.given(plan(FIRST, CLAIMED));

        story.when(edit(FIRST, LATER, CLAIMED)).refuses("TIME_CLAIM_LAPSED");
        story.when(edit(FIRST, LATER, null)).refuses("TIME_CLAIM_LAPSED");
    }

    @Test
    void claimThatLapsedIsOfNoUse() {
        var lapse = new LapseClaims(Plans.COHORT, CLAIMED);
        story.when(lapse).yields(SessionClaimsLapsed.class).when(lapse).staysQuiet();

        story.when(plan(FIRST, CLAIMED)).refuses("TIME_CLAIM_LAPSED");
        story.when(plan(FIRST, CLAIMED.plusMillis(1))).yields(SessionPlanned.class);
    }

    @Test
    void lapseAfterTheUseChangesNothing() {
        story.given(plan(FIRST, CLAIMED)).when(new LapseClaims(Plans.COHORT, CLAIMED)).staysQuiet();
    }

    @Test
    void whatTakesNobodysTimeNeedsNoClaim() {
        SessionPlan plan = Weeks.at(9, 2, null, null);
        story.when(plan(plan, null)).yields(SessionPlanned.class);
        story.when(edit(plan, Weeks.at(13, 2, null, null), null)).yields(SessionEdited.class);
    }

    @Test
    void editThatLeavesTimeAndWhoHasItNeedsNoClaim() {
        SessionPlan renamed =
                new SessionPlan(
                        SessionKind.LAB,
                        "Gradients again",
                        "m",
                        FIRST.instructorId(),
                        FIRST.startsAt(),
                        FIRST.endsAt(),
                        FIRST.timeZone(),
                        null,
                        List.of());
        story.given(plan(FIRST, CLAIMED))
                .when(edit(FIRST, renamed, null))
                .yields(SessionEdited.class);
        story.when(edit(renamed, renamed, null)).staysQuiet();
    }

    @Test
    void editOfAPlanThatIsNotThereAnyMoreIsRefused() {
        story.given(plan(FIRST, CLAIMED))
                .given(edit(FIRST, LATER, CLAIMED.plusMillis(1)))
                .when(edit(FIRST, Weeks.at(18, 1), CLAIMED.plusMillis(2)))
                .refuses("PLAN_CHANGED");
    }

    @Test
    void nobodyChangesASessionThatNobodyPlanned() {
        story.when(edit(FIRST, LATER, CLAIMED)).refuses("SESSION_NOT_FOUND");
        story.when(new CancelSession(Plans.staff(Plans.NOW))).refuses("SESSION_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({"9, 0", "9, -1", "9, 25"})
    void sessionEndsWithinADayAfterItBegins(int hour, int hours) {
        story.when(plan(Weeks.at(hour, hours), CLAIMED)).refuses("SESSION_UNSOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Seoul, 2024-03-10T01:30, 2024-03-10T03:30, 120",
        "America/New_York, 2024-03-10T01:30, 2024-03-10T03:30, 60",
        "America/New_York, 2024-11-03T00:30, 2024-11-03T02:30, 180",
        "Pacific/Auckland, 2024-04-07T01:30, 2024-04-07T03:30, 180",
        "Pacific/Auckland, 2024-09-29T01:30, 2024-09-29T03:30, 60",
    })
    void daylightSavingMovesNothingOnTheWall(
            String zone, String starts, String ends, long minutes) {
        SessionPlan plan =
                new SessionPlan(
                        SessionKind.LAB,
                        "Night",
                        null,
                        null,
                        LocalDateTime.parse(starts),
                        LocalDateTime.parse(ends),
                        zone,
                        null,
                        List.of());
        story.given(plan(plan, null));

        SessionPlan kept = story.state().planned();
        assertThat(kept.written(kept.startsAt())).startsWith(starts);
        assertThat(kept.written(kept.endsAt())).startsWith(ends);
        assertThat(Duration.between(kept.starts(), kept.ends()).toMinutes()).isEqualTo(minutes);
    }

    @Test
    void placeAndClaimsAreInNothingThatIsPublished() {
        SessionPlan plan = Weeks.at(9, 2, "i", "At Maren's");
        story.given(plan(plan, CLAIMED));

        assertThat(story.facts())
                .map(Session::publicChange)
                .containsExactly(new Session.PublicPlan(plan.published(), Plans.staff(Plans.NOW)));
        assertThat(story.state().publicState().toString()).doesNotContain("Maren");
    }
}
