package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import bootcamp.curriculum.CurriculumEvent.OfBooking;
import bootcamp.curriculum.CurriculumEvent.TimeClaimed;
import bootcamp.curriculum.CurriculumEvent.TimeSettled;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.week.Booking.Hold;
import bootcamp.curriculum.week.Booking.Settlement;
import bootcamp.curriculum.week.BookingCommand.ClaimTime;
import bootcamp.curriculum.week.BookingCommand.SettleTime;
import bootcamp.platform.aggregate.Story;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BookingTest {

    private static final Instant SINCE = Plans.NOW;

    private final Story<Booking, BookingCommand, OfBooking> story =
            Story.of(Booking.TYPE, Weeks.bookingOf(Weeks.at(9, 1)));

    private static Hold hold(String sessionId, int hour, int hours, Instant since) {
        return Weeks.hold(sessionId, Weeks.at(hour, hours), since);
    }

    private static ClaimTime claim(Hold... holds) {
        return new ClaimTime(List.of(holds), false);
    }

    private static SettleTime settle(
            String sessionId,
            long version,
            @Nullable SessionPlan plan,
            @Nullable Instant ended,
            @Nullable Instant givenUp) {
        return new SettleTime(
                List.of(
                        new Settlement(
                                sessionId,
                                version,
                                plan == null ? null : plan.starts(),
                                plan == null ? null : plan.ends(),
                                ended,
                                givenUp)));
    }

    @ParameterizedTest
    @CsvSource({
        "9, 2, false",
        "8, 2, false",
        "10, 1, false",
        "8, 4, false",
        "11, 1, true",
        "8, 1, true",
    })
    void timeThatOverlapsAClaimIsNotGiven(int hour, int hours, boolean given) {
        Hold wanted = hold("b", hour, hours, SINCE);
        story.given(claim(hold("a", 9, 2, SINCE))).when(claim(wanted));

        assertThat(story.state().holds(wanted)).isEqualTo(given);
        assertThat(story.state().clash(wanted).isPresent()).isEqualTo(!given);
    }

    @Test
    void claimIsAllOrNothing() {
        story.given(claim(hold("a", 9, 1, SINCE)))
                .when(claim(hold("b", 12, 1, SINCE), hold("c", 9, 1, SINCE)))
                .staysQuiet();
        story.when(claim(hold("b", 12, 2, SINCE), hold("c", 13, 1, SINCE))).staysQuiet();
    }

    @Test
    void claimOfTheSameInstantIsOneClaim() {
        Hold hold = hold("a", 9, 1, SINCE);
        story.when(claim(hold)).yields(TimeClaimed.class).when(claim(hold)).staysQuiet();
        story.when(claim(hold("a", 15, 1, SINCE))).staysQuiet();
        story.when(claim(hold("a", 15, 1, SINCE.plusMillis(1)))).yields(TimeClaimed.class);
    }

    @Test
    void whoKnowsOfTheOtherMayOverride() {
        Hold wanted = hold("b", 9, 1, SINCE);
        story.given(claim(hold("a", 9, 1, SINCE)))
                .when(new ClaimTime(List.of(wanted), true))
                .yields(TimeClaimed.class);

        assertThat(story.state().holds(wanted)).isTrue();
    }

    @Test
    void claimThatWasUsedBecomesTimeThatIsTaken() {
        story.given(claim(hold("a", 9, 1, SINCE)))
                .when(settle("a", 1, Weeks.at(9, 1), SINCE, null))
                .yields(TimeSettled.class);

        assertThat(story.state().holds()).isEmpty();
        story.when(claim(hold("b", 9, 1, SINCE))).staysQuiet();
        story.when(settle("a", 1, Weeks.at(9, 1), SINCE, null)).staysQuiet();
    }

    @Test
    void claimThatEndedUnusedFreesTheTime() {
        story.given(claim(hold("a", 9, 1, SINCE))).given(settle("a", 1, null, SINCE, null));

        story.when(claim(hold("b", 9, 1, SINCE))).yields(TimeClaimed.class);
    }

    @Test
    void laterClaimOfTheSameSessionStays() {
        Hold later = hold("a", 15, 1, SINCE.plusMillis(1));
        story.given(claim(hold("a", 9, 1, SINCE)))
                .given(claim(later))
                .given(settle("a", 1, Weeks.at(9, 1), SINCE, null));

        assertThat(story.state().holds()).containsExactly(later);
        story.given(settle("a", 1, Weeks.at(9, 1), SINCE, later.since()));
        assertThat(story.state().holds()).isEmpty();
    }

    @Test
    void olderVersionOfASessionTellsNothing() {
        story.given(settle("a", 3, Weeks.at(9, 1), SINCE, null))
                .when(settle("a", 2, Weeks.at(12, 1), SINCE, null))
                .staysQuiet();
        story.given(settle("a", 4, Weeks.at(9, 1), SINCE, null))
                .when(settle("a", 3, Weeks.at(12, 1), SINCE, null))
                .staysQuiet();
    }

    @Test
    void sessionThatTakesNothingAnyMoreFreesItsTime() {
        story.given(settle("a", 1, Weeks.at(9, 1), SINCE, null))
                .given(settle("a", 2, null, SINCE, null));

        assertThat(story.state().publicState().taken()).isEmpty();
    }

    @Test
    void itIsKnownWhichSessionHasWhichTime() {
        story.given(settle("a", 1, Weeks.at(9, 1), SINCE, null))
                .given(claim(hold("b", 12, 1, SINCE)));

        assertThat(story.state().publicState().taken())
                .extracting(Booking.Taken::sessionId, Booking.Taken::held)
                .containsExactly(tuple("a", false), tuple("b", true));
    }
}
