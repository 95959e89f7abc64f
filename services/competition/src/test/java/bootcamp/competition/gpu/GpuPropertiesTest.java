package bootcamp.competition.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.gpu.GpuWeekCommand.ApplyDue;
import bootcamp.competition.gpu.GpuWeekCommand.Claim;
import bootcamp.competition.gpu.GpuWeekCommand.GiveBack;
import bootcamp.competition.gpu.Reservation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever is done in whatever order, by rules that need no second look. */
class GpuPropertiesTest {

    private static final int TEAMS = 5;

    enum What {
        RESERVE,
        CLAIM,
        GIVE_BACK,
        WAIT
    }

    /**
     * @param which of the reservations that are asked about
     * @param gpu 0: any
     * @param ahead hours from the step's own to the begin
     * @param minutes that pass before it
     */
    record Step(What what, int team, int which, int gpu, int ahead, int hours, int minutes) {

        @Nullable String wanted() {
            return gpu == 0 ? null : gpu == 1 ? "a" : "b";
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(6, What.RESERVE),
                                Tuple.of(4, What.CLAIM),
                                Tuple.of(2, What.GIVE_BACK),
                                Tuple.of(2, What.WAIT)),
                        Arbitraries.integers().between(1, TEAMS),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.integers().between(0, 3)),
                                Tuple.of(2, Arbitraries.integers().between(23, 27))),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.just(0)),
                                Tuple.of(4, Arbitraries.integers().between(1, 30)),
                                Tuple.of(1, Arbitraries.integers().between(31, 600))))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    @Property(tries = 500)
    void everyMomentIsRightWhateverIsDone(@ForAll("steps") List<Step> steps) {
        GpuWeek week = Weeks.empty();
        Instant now = Weeks.NOW;
        int n = 0;
        for (Step step : steps) {
            now = now.plus(Duration.ofMinutes(step.minutes()));
            GpuWeek due = Weeks.after(week, new ApplyDue(now, Weeks.TERMS));
            isRight(due, now);

            GpuWeek next = Weeks.after(week, command(week, step, now, "r" + n++));

            if (!next.equals(week)) {
                isRight(next, now);
                theLineKeepsItsOrder(due, next);
                week = next;
            }
        }
    }

    private static GpuWeekCommand command(GpuWeek week, Step step, Instant now, String id) {
        List<String> ids = new ArrayList<>(week.reservations().keySet());
        String asked = ids.isEmpty() ? "none" : ids.get(step.which() % ids.size());
        int hour = (int) Duration.between(Weeks.NOW, now).toHours();
        return switch (step.what()) {
            case RESERVE ->
                    Weeks.reserve(
                            id,
                            "team-" + step.team(),
                            step.wanted(),
                            hour + step.ahead(),
                            step.hours(),
                            now,
                            Weeks.TERMS);
            case CLAIM -> new Claim(asked, now, Weeks.TERMS);
            case GIVE_BACK -> new GiveBack(asked, now, Weeks.TERMS);
            case WAIT -> new ApplyDue(now, Weeks.TERMS);
        };
    }

    // ---- what must hold

    private static void isRight(GpuWeek week, Instant now) {
        neverTwoOnOneGpu(List.copyOf(week.reservations().values()));
        for (Reservation each : week.reservations().values()) {
            if (each.state() == State.WAITING) {
                nothingIsFreeFor(each, week, now);
            }
            Instant next = each.nextDue();
            assertThat(next == null || next.isAfter(now)).as("%s is due", each).isTrue();
            assertThat(week.minutes(Set.of(each.teamId()))).as("quota").isLessThanOrEqualTo(480);
        }
        assertThat(week.line())
                .containsExactlyInAnyOrderElementsOf(
                        week.reservations().values().stream()
                                .filter(each -> each.state() == State.WAITING)
                                .map(Reservation::reservationId)
                                .toList());
    }

    /** Of the whole week, what is over too: each for the time in which it had the GPU. */
    private static void neverTwoOnOneGpu(List<Reservation> all) {
        for (Reservation one : all) {
            for (Reservation other : all) {
                if (one != other && one.gpu() != null && one.gpu().equals(other.gpu())) {
                    assertThat(
                                    begins(one).isBefore(ends(other))
                                            && begins(other).isBefore(ends(one)))
                            .as("%s and %s", one, other)
                            .isFalse();
                }
            }
        }
    }

    private static Instant begins(Reservation each) {
        Instant held = Objects.requireNonNull(each.heldAt());
        return held.isAfter(each.from()) ? held : each.from();
    }

    private static Instant ends(Reservation each) {
        return each.endedAt() == null ? each.until() : Objects.requireNonNull(each.endedAt());
    }

    private static void nothingIsFreeFor(Reservation waiting, GpuWeek week, Instant now) {
        Instant from = waiting.from().isAfter(now) ? waiting.from() : now;
        long wouldTake = (Duration.between(from, waiting.until()).toSeconds() + 59) / 60;
        if (week.minutes(Set.of(waiting.teamId())) + wouldTake > 480) {
            return;
        }
        for (String gpu : List.of("a", "b")) {
            boolean isFree =
                    week.reservations().values().stream()
                            .filter(each -> gpu.equals(each.gpu()) && each.endedAt() == null)
                            .noneMatch(
                                    each ->
                                            each.from().isBefore(waiting.until())
                                                    && from.isBefore(each.until()));
            boolean isWanted = waiting.wanted() == null || gpu.equals(waiting.wanted());
            assertThat(isFree && isWanted).as("%s is free for %s", gpu, waiting).isFalse();
        }
    }

    private static void theLineKeepsItsOrder(GpuWeek before, GpuWeek after) {
        List<String> stayed = before.line().stream().filter(after.line()::contains).toList();
        assertThat(after.line().subList(0, stayed.size())).isEqualTo(stayed);
    }
}
