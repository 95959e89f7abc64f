package bootcamp.competition.gpu;

import static bootcamp.competition.gpu.Weeks.NOW;
import static bootcamp.competition.gpu.Weeks.TERMS;
import static bootcamp.competition.gpu.Weeks.after;
import static bootcamp.competition.gpu.Weeks.hour;
import static bootcamp.competition.gpu.Weeks.refusal;
import static bootcamp.competition.gpu.Weeks.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.gpu.GpuWeekCommand.ApplyDue;
import bootcamp.competition.gpu.GpuWeekCommand.Claim;
import bootcamp.competition.gpu.GpuWeekCommand.GiveBack;
import bootcamp.competition.gpu.GpuWeekCommand.Release;
import bootcamp.competition.gpu.GpuWeekCommand.Reserve;
import bootcamp.competition.gpu.Reservation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who gets a GPU, for how long, and what it costs. */
class GpuWeekTest {

    private static @Nullable State state(GpuWeek week, String id) {
        Reservation found = week.reservations().get(id);
        return found == null ? null : found.state();
    }

    private static @Nullable String gpu(GpuWeek week, String id) {
        return week.reservations().get(id).gpu();
    }

    private static GpuWeek due(GpuWeek week, Instant at) {
        return after(week, new ApplyDue(at, TERMS));
    }

    @Test
    void whatIsContestedIsDrawnADayBeforeByLeastUseThenByWhoAskedFirst() {
        GpuTerms terms = Weeks.terms(Map.of("much", 240L, "some", 60L, "late", 60L));
        GpuWeek week = Weeks.empty();
        week = after(week, reserve("1", "much", null, 40, 2, NOW, terms));
        week = after(week, reserve("2", "some", null, 40, 2, NOW.plusSeconds(1), terms));
        week = after(week, reserve("3", "late", null, 40, 2, NOW.plusSeconds(2), terms));
        week = after(week, reserve("4", "none", null, 40, 2, NOW.plusSeconds(3), terms));
        Instant drawn = hour(40 - 24);

        GpuWeek justBefore = after(week, new ApplyDue(drawn.minusMillis(1), terms));
        GpuWeek then = after(week, new ApplyDue(drawn, terms));

        assertThat(week.nextDue()).isEqualTo(drawn);
        assertThat(justBefore).isEqualTo(week);
        assertThat(gpu(then, "4")).isEqualTo("a");
        assertThat(gpu(then, "2")).isEqualTo("b");
        assertThat(then.line()).containsExactly("3", "1");
        assertThat(then.position(then.reservations().get("1"))).isEqualTo(2);
    }

    /** Who has got one in a drawing has more than before for the next. */
    @Test
    void twoOfOneTeamAreNotBothBeforeAnotherTeam() {
        GpuWeek week = Weeks.empty();
        week = after(week, reserve("1", "one", 40, 2, NOW));
        week = after(week, reserve("2", "one", 40, 2, NOW));
        week = after(week, reserve("3", "two", 40, 2, NOW.plusSeconds(1)));

        week = due(week, hour(16));

        assertThat(List.of(state(week, "1"), state(week, "2"), state(week, "3")))
                .containsExactly(State.HELD, State.WAITING, State.HELD);
    }

    @Test
    void withinADayAFreeGpuIsGivenAtOnceAndOtherwiseAPlaceInTheLine() {
        GpuWeek week = Weeks.empty();
        week = after(week, reserve("1", "one", "b", 2, 2, NOW, TERMS));
        week = after(week, reserve("2", "two", "b", 3, 2, NOW, TERMS));
        week = after(week, reserve("3", "three", 2, 2, NOW));
        week = after(week, reserve("4", "four", "b", 10, 2, NOW, TERMS));
        week = after(week, reserve("5", "five", 3, 1, NOW));

        assertThat(gpu(week, "1")).isEqualTo("b");
        assertThat(gpu(week, "3")).isEqualTo("a");
        assertThat(state(week, "4")).isEqualTo(State.HELD);
        assertThat(week.line()).containsExactly("2", "5");
        assertThat(week.position(week.reservations().get("5"))).isEqualTo(2);
    }

    @Test
    void whatIsGivenBackGoesToTheFirstInTheLineAndIsOfNoOne() {
        GpuWeek week = Weeks.empty();
        week = after(week, reserve("1", "one", "a", 2, 2, NOW, TERMS));
        week = after(week, reserve("2", "two", "a", 2, 2, NOW, TERMS));
        week = after(week, reserve("3", "three", "a", 2, 2, NOW, TERMS));

        week = after(week, new GiveBack("1", hour(1), TERMS));

        assertThat(state(week, "1")).isNull();
        assertThat(week.minutes(Set.of("one"))).isZero();
        assertThat(state(week, "2")).isEqualTo(State.HELD);
        assertThat(week.line()).containsExactly("3");
        assertThat(refusal(week, new GiveBack("1", hour(1), TERMS)))
                .isEqualTo("GPU_RESERVATION_NOT_FOUND");
    }

    @Test
    void itIsClaimedFromAQuarterBeforeToAQuarterAfterOrReturnsAndCounts() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", "a", 2, 3, NOW, TERMS));
        week = after(week, reserve("2", "two", "a", 2, 2, NOW, TERMS));
        Duration quarter = Duration.ofMinutes(15);

        assertThat(refusal(week, new Claim("1", hour(2).minus(quarter).minusMillis(1), TERMS)))
                .isEqualTo("GPU_CLAIM_NOT_OPEN");
        assertThat(state(after(week, new Claim("1", hour(2).minus(quarter), TERMS)), "1"))
                .isEqualTo(State.CLAIMED);
        Instant last = hour(2).plus(quarter);
        assertThat(state(after(week, new Claim("1", last.minusMillis(1), TERMS)), "1"))
                .isEqualTo(State.CLAIMED);
        assertThat(refusal(week, new Claim("1", last, TERMS))).isEqualTo("GPU_NOT_HELD");

        week = due(week, last);

        assertThat(state(week, "1")).isEqualTo(State.RETURNED);
        assertThat(week.minutes(Set.of("one"))).isEqualTo(180);
        assertThat(state(week, "2")).isEqualTo(State.HELD);
        assertThat(week.reservations().get("2").claimBy()).isEqualTo(last.plus(quarter));
        assertThat(week.minutes(Set.of("two"))).isEqualTo(105);
    }

    @Test
    void whatIsClaimedEndsByTimeOrEarlierAndCountsUpToThen() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", "a", 2, 3, NOW, TERMS));
        week = after(week, new Claim("1", hour(2), TERMS));
        week = after(week, new Claim("1", hour(3), TERMS));

        GpuWeek early = after(week, new GiveBack("1", hour(3).plus(Duration.ofSeconds(61)), TERMS));
        GpuWeek byTime = due(week, hour(9));

        assertThat(state(early, "1")).isEqualTo(State.ENDED);
        assertThat(early.minutes(Set.of("one"))).isEqualTo(62);
        assertThat(state(byTime, "1")).isEqualTo(State.ENDED);
        assertThat(byTime.minutes(Set.of("one"))).isEqualTo(180);
        assertThat(byTime.nextDue()).isNull();
        assertThat(byTime.decide(new GiveBack("1", hour(9), TERMS)))
                .isEqualTo(bootcamp.platform.aggregate.Decision.staysQuiet());
    }

    @Test
    void whatATeamHadThatWentIntoAnotherIsOfTheOthersQuota() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "gone", "a", 40, 5, NOW, TERMS));
        Reserve more =
                new Reserve("2", "one", List.of("gone"), null, hour(50), hour(54), NOW, TERMS);

        assertThat(refusal(week, more)).isEqualTo("GPU_QUOTA_REACHED");
        assertThat(week.minutes(Set.of("one", "gone"))).isEqualTo(300);
        assertThat(state(after(week, reserve("3", "one", "a", 50, 4, NOW, TERMS)), "3"))
                .isNotNull();
    }

    /** Neither in the drawing nor in the line is what a former team had forgotten. */
    @Test
    void whatATeamHadThatWentIntoAnotherCountsWhereItIsDrawnAndInTheLine() {
        Map<String, String> merged = Map.of("gone", "one");
        GpuTerms terms = new GpuTerms(List.of("a"), 480, Map.of("gone", 240L, "two", 180L), merged);
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", null, 40, 2, NOW, terms));
        week = after(week, reserve("2", "two", null, 40, 2, NOW.plusSeconds(1), terms));

        GpuWeek drawn = after(week, new ApplyDue(hour(16), terms));

        assertThat(state(drawn, "2")).isEqualTo(State.HELD);
        assertThat(drawn.line()).containsExactly("1");

        week = after(Weeks.empty(), reserve("1", "first", null, 2, 3, NOW, terms));
        week = after(week, reserve("2", "one", null, 2, 3, NOW, terms));
        week = after(week, reserve("3", "next", null, 2, 3, NOW, terms));
        week = after(week, reserve("4", "gone", null, 8, 6, NOW, terms));
        week = after(week, new GiveBack("1", NOW, terms));

        assertThat(week.line()).containsExactly("2");
        assertThat(state(week, "3")).isEqualTo(State.HELD);
    }

    @Test
    void quotaIsOfAllThatIsAskedForAndHadButNotOfWhatWaits() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", "a", 40, 5, NOW, TERMS));
        assertThat(refusal(week, reserve("2", "one", 50, 4, NOW))).isEqualTo("GPU_QUOTA_REACHED");
        week = after(week, reserve("3", "one", 50, 3, NOW));
        assertThat(week.minutes(Set.of("one"))).isEqualTo(480);
        assertThat(refusal(week, reserve("4", "one", 2, 1, NOW))).isEqualTo("GPU_QUOTA_REACHED");

        week = after(week, reserve("5", "two", "a", 39, 5, NOW, TERMS));
        week = due(week, hour(17));

        assertThat(state(week, "1")).isEqualTo(State.WAITING);
        assertThat(week.minutes(Set.of("one"))).isEqualTo(180);
    }

    @Test
    void whoseQuotaIsUsedUpIsPassedOverInTheLine() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "first", "a", 2, 4, NOW, TERMS));
        week = after(week, reserve("2", "over", "a", 2, 4, NOW, TERMS));
        week = after(week, reserve("3", "next", "a", 2, 4, NOW, TERMS));
        week = after(week, reserve("4", "over", "b", 8, 8, NOW, TERMS));

        week = after(week, new GiveBack("1", NOW, TERMS));

        assertThat(state(week, "2")).isEqualTo(State.WAITING);
        assertThat(state(week, "3")).isEqualTo(State.HELD);

        week = after(week, new GiveBack("4", NOW, TERMS));
        week = after(week, new GiveBack("3", NOW, TERMS));

        assertThat(state(week, "2")).isEqualTo(State.HELD);
    }

    @Test
    void whoWaitsInVainIsForgottenAtTheEnd() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", "a", 2, 2, NOW, TERMS));
        week = after(week, reserve("2", "two", "a", 2, 2, NOW, TERMS));
        week = after(week, new Claim("1", hour(2), TERMS));

        week = due(week, hour(4));

        assertThat(state(week, "2")).isNull();
        assertThat(week.line()).isEmpty();
    }

    @Test
    void aGpuThatIsAddedGoesToWhoWaits() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", 2, 2, NOW));
        week = after(week, reserve("2", "two", 2, 2, NOW));
        week = after(week, reserve("3", "three", 2, 2, NOW));
        assertThat(week.line()).containsExactly("3");

        week =
                after(
                        week,
                        new ApplyDue(
                                NOW,
                                new GpuTerms(List.of("a", "b", "c"), 480, Map.of(), Map.of())));

        assertThat(gpu(week, "3")).isEqualTo("c");
    }

    @Test
    void aTeamHasSoManyReservationsAndNoMore() {
        GpuWeek week = after(Weeks.empty(), reserve("x", "other", 2, 8, NOW));
        week = after(week, reserve("y", "another", 2, 8, NOW));
        for (int i = 0; i < GpuWeek.OF_TEAM_MAX; i++) {
            week = after(week, reserve("r" + i, "one", 2, 1, NOW));
        }

        assertThat(week.line()).hasSize(GpuWeek.OF_TEAM_MAX);
        assertThat(refusal(week, reserve("last", "one", 2, 1, NOW))).isEqualTo("GPU_WEEK_FULL");
        assertThat(refusal(week, reserve("r0", "one", 2, 1, NOW))).isNull();
    }

    /** More than an outbox holds is drawn in several goes, in the order of the rule. */
    @Test
    void aDrawingOfAnySizeIsDoneInParts() {
        GpuWeek week = Weeks.empty();
        for (int i = 0; i < 400; i++) {
            week = after(week, reserve("r" + i, "team-" + i, 40, 1, NOW.plusSeconds(i)));
        }
        int goes = 0;
        while (week.isDue(hour(16))) {
            assertThat(++goes).isLessThan(5);
            week = due(week, hour(16));
        }

        assertThat(goes).isEqualTo(3);
        assertThat(week.line()).hasSize(398);
        assertThat(week.line().getFirst()).isEqualTo("r2");
        assertThat(week.line().getLast()).isEqualTo("r399");
    }

    /** Of a claim and of the end of its time whichever comes first is what happens. */
    @Test
    void aClusterReleasesWhatHasBegunAndOnce() {
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", "a", 2, 3, NOW, TERMS));
        week = after(week, reserve("2", "two", "a", 2, 3, NOW, TERMS));
        Instant early = hour(2).minusSeconds(60);
        week = after(week, new Claim("1", early, TERMS));

        assertThat(refusal(week, new Release("1", early, TERMS))).isEqualTo("GPU_NOT_BEGUN");
        assertThat(refusal(week, new Release("2", hour(2), TERMS))).isEqualTo("GPU_NOT_HELD");
        assertThat(refusal(week, new Release("x", hour(2), TERMS)))
                .isEqualTo("GPU_RESERVATION_NOT_FOUND");
        week = after(week, new Release("1", hour(3), TERMS));
        assertThat(state(week, "1")).isEqualTo(State.ENDED);
        assertThat(state(week, "2")).isEqualTo(State.HELD);
        assertThat(refusal(week, new Release("1", hour(3), TERMS))).isNull();
        assertThat(refusal(week, new Claim("1", hour(3), TERMS))).isEqualTo("GPU_NOT_HELD");

        week = due(week, hour(3).plus(Duration.ofMinutes(15)));
        assertThat(state(week, "2")).isEqualTo(State.RETURNED);
        assertThat(refusal(week, new Release("2", hour(4), TERMS))).isNull();
        assertThat(refusal(week, new Claim("2", hour(4), TERMS))).isEqualTo("GPU_NOT_HELD");
    }

    // ---- notes for the next

    @Test
    void whoFollowsOnAGpuIsToldFromAnHourBeforeUntilTheEndAndNobodyFollowsWhoNeverCame() {
        GpuWeek before = after(Weeks.empty(), reserve("0", "zero", "a", 0, 1, NOW, TERMS));
        GpuWeek week = after(Weeks.empty(), reserve("1", "one", "a", 2, 2, NOW, TERMS));
        week = after(week, reserve("2", "two", "a", 4, 2, NOW, TERMS));
        week = after(week, reserve("3", "three", "a", 6, 1, NOW, TERMS));
        week = after(week, reserve("4", "four", "b", 6, 1, NOW, TERMS));
        week = after(week, new Claim("1", hour(2), TERMS));

        assertThat(predecessor(week, before, "1")).isEqualTo("0");
        assertThat(predecessor(week, before, "2")).isEqualTo("1");
        assertThat(predecessor(week, before, "3")).isEqualTo("2");
        assertThat(predecessor(week, before, "4")).isNull();
        Reservation two = week.reservations().get("2");
        assertThat(Handovers.isTold(two, hour(3).minusMillis(1))).isFalse();
        assertThat(Handovers.isTold(two, hour(3))).isTrue();
        assertThat(Handovers.isTold(two, hour(6).minusMillis(1))).isTrue();
        assertThat(Handovers.isTold(two, hour(6))).isFalse();
        assertThat(Handovers.mayBeWritten(two)).isFalse();
        assertThat(Handovers.mayBeWritten(week.reservations().get("1"))).isTrue();

        week = due(week, hour(5));

        assertThat(state(week, "2")).isEqualTo(State.RETURNED);
        assertThat(predecessor(week, before, "3")).isEqualTo("1");
    }

    private static @Nullable String predecessor(GpuWeek week, GpuWeek before, String id) {
        Reservation found = Handovers.predecessor(week.reservations().get(id), week, before);
        return found == null ? null : found.reservationId();
    }

    // ---- blocks

    private static IsoWeek week(String text) {
        return Objects.requireNonNull(IsoWeek.read(text));
    }

    @Test
    void aWeekIsReadAsIsoCountsIt() {
        assertThat(week("2026-W53").monday()).isEqualTo("2026-12-28");
        assertThat(week("2027-W01").plus(-1)).hasToString("2026-W53");
        assertThat(IsoWeek.read("2027-W53")).isNull();
        assertThat(IsoWeek.read("2027-W1")).isNull();
        assertThat(GpuWeek.before("pool-2026-W01.2027-W01")).isEqualTo("pool-2026-W01.2026-W53");
    }

    @Test
    void whereClocksChangeABlockIsShorterOrLongerAndNoneIsLost() {
        GpuPoolPlan berlin =
                new GpuPoolPlan(List.of("c"), "Pool", List.of("a"), 60, 8, "Europe/Berlin");
        List<GpuPoolPlan.Block> spring = berlin.blocks(week("2026-W13"));
        List<GpuPoolPlan.Block> autumn = berlin.blocks(week("2026-W43"));

        assertThat(spring).hasSize(167);
        assertThat(autumn).hasSize(168);
        assertThat(autumn)
                .filteredOn(block -> Duration.between(block.from(), block.until()).toHours() == 2)
                .hasSize(1);
        for (List<GpuPoolPlan.Block> week : List.of(spring, autumn)) {
            for (int i = 1; i < week.size(); i++) {
                assertThat(week.get(i).from()).isEqualTo(week.get(i - 1).until());
            }
        }
    }
}
