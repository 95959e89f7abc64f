package bootcamp.competition.gpu;

import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionPlan.Flaw;
import bootcamp.platform.form.WallClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pool of GPUs is.
 *
 * @param cohortIds whose teams reserve here; the first is its home
 * @param gpus names of them, in the order in which they are given
 * @param blockMinutes into how long blocks a day is divided, from midnight on: one of {@link
 *     #BLOCK_MINUTES}
 * @param quotaHours that a team has in an ISO week, in all, 1 to {@value #QUOTA_HOURS_MAX}
 * @param timeZone IANA id, of its blocks and weeks
 */
public record GpuPoolPlan(
        List<String> cohortIds,
        String name,
        List<String> gpus,
        int blockMinutes,
        int quotaHours,
        String timeZone) {

    /** All divide a day. */
    static final Set<Integer> BLOCK_MINUTES = Set.of(60, 120, 180, 240, 360, 480, 720);

    static final int NAME_CHARS_MAX = 60;
    static final int GPUS_MAX = 64;
    static final int QUOTA_HOURS_MAX = 168;

    private static final int DAYS_OF_WEEK = 7;

    public GpuPoolPlan {
        cohortIds = List.copyOf(cohortIds);
        gpus = List.copyOf(gpus);
    }

    /** All that is wrong with it; empty where it can be. */
    List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>();
        range(flaws, "cohortIds", cohortIds.size(), CompetitionPlan.COHORTS_MAX);
        unique(flaws, "cohortIds", cohortIds);
        name(flaws, "name", name);
        range(flaws, "gpus", gpus.size(), GPUS_MAX);
        unique(flaws, "gpus", gpus);
        for (int i = 0; i < gpus.size(); i++) {
            name(flaws, "gpus[" + i + "]", gpus.get(i));
        }
        if (!BLOCK_MINUTES.contains(blockMinutes)) {
            flaws.add(new Flaw("blockMinutes", "NOT_A_BLOCK", Map.of()));
        }
        range(flaws, "quotaHours", quotaHours, QUOTA_HOURS_MAX);
        if (!WallClock.isZone(timeZone)) {
            flaws.add(new Flaw("timeZone", "NOT_A_TIME_ZONE", Map.of()));
        }
        return List.copyOf(flaws);
    }

    private static void range(List<Flaw> flaws, String field, int value, int max) {
        if (value < 1 || value > max) {
            flaws.add(new Flaw(field, "OUT_OF_RANGE", Map.of("min", 1, "max", max)));
        }
    }

    private static void unique(List<Flaw> flaws, String field, List<String> values) {
        if (new HashSet<>(values).size() < values.size()) {
            flaws.add(new Flaw(field, "DUPLICATE", Map.of()));
        }
    }

    private static void name(List<Flaw> flaws, String field, String text) {
        if (text.isBlank()) {
            flaws.add(new Flaw(field, "BLANK", Map.of()));
        } else if (text.codePointCount(0, text.length()) > NAME_CHARS_MAX) {
            flaws.add(new Flaw(field, "TOO_LONG", Map.of("max", NAME_CHARS_MAX)));
        }
    }

    /** Blocks and weeks are what reservations are counted in, so they stay as they were. */
    boolean mayBecome(GpuPoolPlan after) {
        return blockMinutes == after.blockMinutes && timeZone.equals(after.timeZone);
    }

    // ---- moments

    ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    IsoWeek weekOf(Instant moment) {
        return IsoWeek.of(LocalDate.ofInstant(moment, zone()));
    }

    /** On the clock of the wall; whoever gives a time gives one that the zone has. */
    Instant at(LocalDateTime local) {
        return ZonedDateTime.of(local, zone()).toInstant();
    }

    /** Whether a block begins there, which is also where the one before it ends. */
    boolean isBoundary(LocalDateTime local) {
        return local.getSecond() == 0
                && (local.getHour() * 60 + local.getMinute()) % blockMinutes == 0;
    }

    /**
     * @param until not in it any more
     */
    record Block(Instant from, Instant until) {}

    /**
     * All of a week, in order. Where clocks change, a block lasts less or longer than others, and
     * one that they skip is left out.
     */
    List<Block> blocks(IsoWeek week) {
        List<Block> blocks = new ArrayList<>();
        LocalDateTime end = week.monday().plusDays(DAYS_OF_WEEK).atStartOfDay();
        for (LocalDateTime local = week.monday().atStartOfDay(); local.isBefore(end); ) {
            LocalDateTime next = local.plusMinutes(blockMinutes);
            Block block = new Block(at(local), at(next));
            if (block.from().isBefore(block.until())) {
                blocks.add(block);
            }
            local = next;
        }
        return blocks;
    }

    /** A moment as others read it: RFC 3339 with the offset of the zone. */
    String written(Instant moment) {
        return moment.atZone(zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    // ---- what is published

    /**
     * @param gpus how many
     */
    record Public(
            List<String> cohortIds, int gpus, int blockMinutes, int quotaHours, String timeZone) {}

    Public published() {
        return new Public(cohortIds, gpus.size(), blockMinutes, quotaHours, timeZone);
    }
}
