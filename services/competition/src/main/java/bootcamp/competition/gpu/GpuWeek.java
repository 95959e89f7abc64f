package bootcamp.competition.gpu;

import bootcamp.competition.CompetitionEvent.GpuAsked;
import bootcamp.competition.CompetitionEvent.GpuClaimed;
import bootcamp.competition.CompetitionEvent.GpuEnded;
import bootcamp.competition.CompetitionEvent.GpuGivenUp;
import bootcamp.competition.CompetitionEvent.GpuHeld;
import bootcamp.competition.CompetitionEvent.GpuQueued;
import bootcamp.competition.CompetitionEvent.GpuReturned;
import bootcamp.competition.CompetitionEvent.OfGpuWeek;
import bootcamp.competition.gpu.GpuWeekCommand.ApplyDue;
import bootcamp.competition.gpu.GpuWeekCommand.Claim;
import bootcamp.competition.gpu.GpuWeekCommand.GiveBack;
import bootcamp.competition.gpu.GpuWeekCommand.Release;
import bootcamp.competition.gpu.GpuWeekCommand.Reserve;
import bootcamp.competition.gpu.Reservation.State;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import bootcamp.platform.aggregate.Refusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who has which GPU of a pool when, in one ISO week of the pool's zone. It alone decides that no
 * two teams have one at the same time, and that no team has more than its quota.
 *
 * <p>Who gets a GPU that several want: what is wanted more than {@link Reservation#DRAWN_BEFORE}
 * ahead is drawn then, and first comes the team that had least of the pool in this week and the
 * week before, then who asked first. Whoever gets none, or asks later when all are taken, waits in
 * a line, and whatever becomes free goes to the first in it who can have it.
 *
 * @param weekId {@code 5f0c….2026-W48}
 * @param reservations by id, in the order in which they were asked for; those given up are gone
 * @param line ids of those that wait, the first first
 */
public record GpuWeek(String weekId, Map<String, Reservation> reservations, List<String> line) {

    /** Reservations of one team, given back or not. */
    static final int OF_TEAM_MAX = 40;

    /** Of all teams: what one document holds with ease. */
    static final int OF_ALL_MAX = 2_000;

    /**
     * Facts of one decision, which an outbox has to hold: what time brings beyond that, the next
     * decision applies.
     */
    static final int FACTS_MAX = 150;

    public static final AggregateType<GpuWeek, GpuWeekCommand, OfGpuWeek> TYPE =
            new AggregateType<>(
                    "GpuWeek",
                    1,
                    GpuWeek.class,
                    Map.of(
                            "GpuAsked", GpuAsked.class,
                            "GpuHeld", GpuHeld.class,
                            "GpuQueued", GpuQueued.class,
                            "GpuClaimed", GpuClaimed.class,
                            "GpuReturned", GpuReturned.class,
                            "GpuEnded", GpuEnded.class,
                            "GpuGivenUp", GpuGivenUp.class),
                    GpuWeek::initial,
                    GpuWeek::decide,
                    GpuWeek::evolve,
                    GpuWeek::publicState,
                    GpuWeek::publicChange,
                    GpuWeek::poolId);

    public GpuWeek {
        reservations = Collections.unmodifiableMap(new LinkedHashMap<>(reservations));
        line = List.copyOf(line);
    }

    public static GpuWeek initial(String weekId) {
        return new GpuWeek(weekId, Map.of(), List.of());
    }

    static String id(String poolId, IsoWeek week) {
        return poolId + "." + week;
    }

    /** The id of the week before. */
    static String before(String weekId) {
        GpuWeek week = initial(weekId);
        IsoWeek present = Objects.requireNonNull(IsoWeek.read(week.week()), "no id of a week");
        return id(week.poolId(), present.plus(-1));
    }

    // ---- decide

    public Decision<OfGpuWeek> decide(GpuWeekCommand command) {
        Telling telling = new Telling(this, command.at(), command.terms());
        telling.due();
        Optional<Refusal> refusal =
                switch (command) {
                    case Reserve reserve -> telling.reserve(reserve);
                    case Claim claim -> telling.claim(claim);
                    case GiveBack giveBack -> telling.giveBack(giveBack);
                    case Release release -> telling.release(release);
                    case ApplyDue _ -> Optional.empty();
                };
        if (refusal.isPresent()) {
            return Decision.refuses(refusal.get());
        }
        telling.promote();
        return Decision.yields(telling.facts);
    }

    /** Facts one after another, each decided on what the ones before it made. */
    private static final class Telling {

        private final List<OfGpuWeek> facts = new ArrayList<>();
        private final Instant now;
        private final GpuTerms terms;
        private GpuWeek week;

        Telling(GpuWeek week, Instant now, GpuTerms terms) {
            this.week = week;
            this.now = now;
            this.terms = terms;
        }

        private Optional<Refusal> tell(OfGpuWeek fact) {
            facts.add(fact);
            week = week.evolve(fact);
            return Optional.empty();
        }

        private static Optional<Refusal> refuses(Refusal refusal) {
            return Optional.of(refusal);
        }

        // ---- what time brings

        void due() {
            for (Reservation each : week.those(this::isOver)) {
                if (!isFull()) {
                    tell(over(each));
                }
            }
            // Who waits was there before whoever is drawn now.
            promote();
            draw();
            // Whose team got none in the drawing may have quota for what it waits for.
            promote();
        }

        private boolean isFull() {
            return facts.size() >= FACTS_MAX;
        }

        private boolean isOver(Reservation each) {
            Instant next = each.state() == State.ASKED ? each.until() : each.nextDue();
            return next != null && !next.isAfter(now);
        }

        private OfGpuWeek over(Reservation each) {
            String id = each.reservationId();
            return switch (each.state()) {
                case HELD -> new GpuReturned(id, each.claimBy());
                case CLAIMED -> new GpuEnded(id, each.until());
                default -> new GpuGivenUp(id, now);
            };
        }

        /** Whatever is free goes to the first in the line who can have it and has quota for it. */
        void promote() {
            for (String id : week.line()) {
                Reservation first = week.of(id);
                String gpu = isFull() ? null : week.free(first, now, terms.gpus());
                if (gpu != null && isWithinQuota(first)) {
                    tell(new GpuHeld(id, gpu, now));
                }
            }
        }

        private void draw() {
            while (!isFull()) {
                Optional<Reservation> next =
                        week
                                .those(
                                        each ->
                                                each.state() == State.ASKED
                                                        && !each.drawnAt().isAfter(now))
                                .stream()
                                .min(order());
                if (next.isEmpty()) {
                    return;
                }
                give(next.get());
            }
        }

        /** As the rule states it; of drawings that were missed the earlier comes first. */
        private Comparator<Reservation> order() {
            Map<String, Long> had = new HashMap<>();
            // What a team had before it went into another is the other's.
            Stream.of(week.minutesGiven(), terms.minutesBefore())
                    .flatMap(minutes -> minutes.entrySet().stream())
                    .forEach(
                            each ->
                                    had.merge(
                                            terms.present(each.getKey()),
                                            each.getValue(),
                                            Long::sum));
            return Comparator.comparing(Reservation::from)
                    .thenComparing(each -> had.getOrDefault(terms.present(each.teamId()), 0L))
                    .thenComparing(Reservation::askedAt)
                    .thenComparing(Reservation::teamId)
                    .thenComparing(Reservation::reservationId);
        }

        private void give(Reservation asked) {
            String gpu = week.free(asked, now, terms.gpus());
            tell(
                    gpu == null
                            ? new GpuQueued(asked.reservationId(), now)
                            : new GpuHeld(asked.reservationId(), gpu, now));
        }

        private boolean isWithinQuota(Reservation wanted) {
            return week.minutes(idsOf(wanted.teamId()))
                            + Reservation.minutes(wanted.begins(now), wanted.until())
                    <= terms.quotaMinutes();
        }

        /** Of the team that it is by now, as far as they are in this week. */
        private Set<String> idsOf(String teamId) {
            String present = terms.present(teamId);
            return week.reservations().values().stream()
                    .map(Reservation::teamId)
                    .filter(each -> terms.present(each).equals(present))
                    .collect(Collectors.toSet());
        }

        // ---- what is asked

        Optional<Refusal> reserve(Reserve reserve) {
            if (week.reservations().containsKey(reserve.reservationId())) {
                return Optional.empty();
            }
            String teamId = reserve.teamId();
            Set<String> teamIds = new HashSet<>(reserve.formerTeamIds());
            teamIds.add(teamId);
            if (week.reservations().size() >= OF_ALL_MAX
                    || week.those(each -> teamIds.contains(each.teamId())).size() >= OF_TEAM_MAX) {
                return refuses(GpuRefusal.Now.GPU_WEEK_FULL);
            }
            Reservation asked =
                    Reservation.asked(
                            reserve.reservationId(),
                            teamId,
                            reserve.gpu(),
                            reserve.from(),
                            reserve.until(),
                            now);
            long used = week.minutes(teamIds);
            if (used + Reservation.minutes(asked.begins(now), asked.until())
                    > terms.quotaMinutes()) {
                return refuses(new GpuRefusal.QuotaReached(terms.quotaMinutes(), used));
            }
            tell(
                    new GpuAsked(
                            reserve.reservationId(),
                            teamId,
                            reserve.gpu(),
                            reserve.from(),
                            reserve.until(),
                            now));
            if (!asked.drawnAt().isAfter(now)) {
                give(asked);
            }
            return Optional.empty();
        }

        Optional<Refusal> claim(Claim claim) {
            Reservation present = week.reservations().get(claim.reservationId());
            if (present == null) {
                return refuses(GpuRefusal.Now.GPU_RESERVATION_NOT_FOUND);
            }
            return switch (present.state()) {
                case CLAIMED -> Optional.empty();
                case HELD ->
                        now.isBefore(present.claimFrom())
                                ? refuses(
                                        new GpuRefusal.ClaimNotOpen(
                                                present.claimFrom().atOffset(ZoneOffset.UTC)))
                                : tell(new GpuClaimed(claim.reservationId(), now));
                case ASKED, WAITING, ENDED, RETURNED -> refuses(GpuRefusal.Now.GPU_NOT_HELD);
            };
        }

        /** Before its begin a reservation leaves no trace; after it, it has had its time. */
        Optional<Refusal> giveBack(GiveBack giveBack) {
            Reservation present = week.reservations().get(giveBack.reservationId());
            if (present == null) {
                return refuses(GpuRefusal.Now.GPU_RESERVATION_NOT_FOUND);
            }
            return switch (present.state()) {
                case ASKED, WAITING -> tell(new GpuGivenUp(giveBack.reservationId(), now));
                case HELD, CLAIMED ->
                        tell(
                                now.isBefore(present.from())
                                        ? new GpuGivenUp(giveBack.reservationId(), now)
                                        : new GpuEnded(giveBack.reservationId(), now));
                case ENDED, RETURNED -> Optional.empty();
            };
        }

        /** What has not begun is the team's to give back: a job that ends early takes nothing. */
        Optional<Refusal> release(Release release) {
            Reservation present = week.reservations().get(release.reservationId());
            if (present == null) {
                return refuses(GpuRefusal.Now.GPU_RESERVATION_NOT_FOUND);
            }
            return switch (present.state()) {
                case ASKED, WAITING -> refuses(GpuRefusal.Now.GPU_NOT_HELD);
                case HELD, CLAIMED ->
                        now.isBefore(present.from())
                                ? refuses(GpuRefusal.Now.GPU_NOT_BEGUN)
                                : tell(new GpuEnded(release.reservationId(), now));
                case ENDED, RETURNED -> Optional.empty();
            };
        }
    }

    // ---- evolve

    public GpuWeek evolve(OfGpuWeek fact) {
        return switch (fact) {
            case GpuAsked(var id, var teamId, var wanted, var from, var until, var at) ->
                    with(Reservation.asked(id, teamId, wanted, from, until, at), line);
            case GpuHeld(var id, var gpu, var at) -> with(of(id).held(gpu, at), without(id));
            case GpuQueued(var id, var _) ->
                    with(of(id).queued(), Stream.concat(line.stream(), Stream.of(id)).toList());
            case GpuClaimed(var id, var _) -> with(of(id).claimed(), line);
            case GpuReturned(var id, var at) -> with(of(id).returned(at), line);
            case GpuEnded(var id, var at) -> with(of(id).ended(at), line);
            case GpuGivenUp(var id, var _) -> {
                Map<String, Reservation> next = new LinkedHashMap<>(reservations);
                next.remove(id);
                yield new GpuWeek(weekId, next, without(id));
            }
        };
    }

    private GpuWeek with(Reservation changed, List<String> nextLine) {
        Map<String, Reservation> next = new LinkedHashMap<>(reservations);
        next.put(changed.reservationId(), changed);
        return new GpuWeek(weekId, next, nextLine);
    }

    private List<String> without(String id) {
        return line.stream().filter(each -> !each.equals(id)).toList();
    }

    // ---- queries

    private Reservation of(String id) {
        return Objects.requireNonNull(reservations.get(id), "a fact of an unknown reservation");
    }

    private List<Reservation> those(Predicate<Reservation> like) {
        return reservations.values().stream().filter(like).toList();
    }

    /** A GPU that it could have from that moment until its end; null: none. */
    private @Nullable String free(Reservation wanted, Instant now, List<String> gpus) {
        Instant start = wanted.begins(now);
        return gpus.stream()
                .filter(gpu -> wanted.wanted() == null || gpu.equals(wanted.wanted()))
                .filter(
                        gpu ->
                                reservations.values().stream()
                                        .noneMatch(
                                                each ->
                                                        each.isInTheWay(
                                                                gpu, start, wanted.until())))
                .findFirst()
                .orElse(null);
    }

    /**
     * What a team has of its quota, in minutes, with what it has asked for.
     *
     * @param teamIds its own and those of teams that went into it
     */
    long minutes(Collection<String> teamIds) {
        return reservations.values().stream()
                .filter(each -> teamIds.contains(each.teamId()))
                .mapToLong(Reservation::minutes)
                .sum();
    }

    /** What each team has been given, in minutes, by team id. */
    Map<String, Long> minutesGiven() {
        return reservations.values().stream()
                .filter(Reservation::wasGiven)
                .collect(
                        Collectors.groupingBy(
                                Reservation::teamId, Collectors.summingLong(Reservation::minutes)));
    }

    /** Of every team that has reserved. */
    Set<String> teamIds() {
        return reservations.values().stream()
                .map(Reservation::teamId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Of one that waits: 1 where nobody is before it who wants any of its time. */
    int position(Reservation waiting) {
        return 1
                + (int)
                        line.stream()
                                .takeWhile(id -> !id.equals(waiting.reservationId()))
                                .filter(id -> of(id).overlaps(waiting))
                                .count();
    }

    /** When time will bring something next; null: never, as far as is known. */
    @Nullable Instant nextDue() {
        return reservations.values().stream()
                .map(Reservation::nextDue)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    boolean isDue(Instant now) {
        Instant next = nextDue();
        return next != null && !next.isAfter(now);
    }

    static double hours(long minutes) {
        return minutes / 60.0;
    }

    String poolId() {
        return weekId.substring(0, weekId.lastIndexOf('.'));
    }

    String week() {
        return weekId.substring(weekId.lastIndexOf('.') + 1);
    }

    // ---- what is published

    /**
     * @param minutes of the quota, by team id
     * @param waiting how many reservations wait
     */
    private record PublicState(
            String poolId, String week, Map<String, Long> minutes, int waiting) {}

    private Object publicState() {
        Map<String, Long> minutes = new TreeMap<>();
        reservations
                .values()
                .forEach(each -> minutes.merge(each.teamId(), each.minutes(), Long::sum));
        return new PublicState(poolId(), week(), minutes, line.size());
    }

    private record PublicAsked(
            String reservationId, String teamId, Instant from, Instant until, Instant at) {}

    private record PublicHeld(String reservationId, Instant at) {}

    /** Without names of GPUs, which staff write. */
    private static Object publicChange(OfGpuWeek fact) {
        return switch (fact) {
            case GpuAsked(var id, var teamId, var _, var from, var until, var at) ->
                    new PublicAsked(id, teamId, from, until, at);
            case GpuHeld(var id, var _, var at) -> new PublicHeld(id, at);
            case GpuQueued _, GpuClaimed _, GpuReturned _, GpuEnded _, GpuGivenUp _ -> fact;
        };
    }
}
