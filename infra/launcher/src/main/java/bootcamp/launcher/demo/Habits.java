package bootcamp.launcher.demo;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;

/**
 * How the demo's students attend: most of them steadily, some late now and then, and those who are
 * to leave less and less in the weeks before.
 *
 * @param leaving by external id, the day on which somebody leaves
 * @param silent by external id, since when somebody has not been seen any more
 */
record Habits(long seed, Map<String, LocalDate> leaving, Map<String, LocalDate> silent) {

    private static final int FADING_DAYS = 28;

    /** A code that the API takes; the same for the same student and day. */
    String statusOf(String externalId, LocalDate day) {
        LocalDate since = silent.get(externalId);
        if (since != null && !day.isBefore(since)) {
            return "ABSENT";
        }
        double care = drawn(seed ^ externalId.hashCode());
        double drawn = drawn(seed + 31L * externalId.hashCode() + 1_000_003L * day.toEpochDay());
        double absent = 0.01 + 0.05 * (1 - care) + fading(externalId, day);
        List<Chance> chances =
                List.of(
                        new Chance("ABSENT", absent),
                        new Chance("LATE", 0.02 + 0.08 * (1 - care)),
                        new Chance("EARLY_LEAVE", 0.02),
                        new Chance("LATE+EARLY_LEAVE", 0.004),
                        new Chance("OUTING", 0.012),
                        new Chance("EXCUSED", 0.015));
        for (Chance each : chances) {
            if (drawn < each.share()) {
                return each.status();
            }
            drawn -= each.share();
        }
        return "PRESENT";
    }

    /** From 0 to 1. */
    private static double drawn(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed).nextDouble();
    }

    private record Chance(String status, double share) {}

    /** From nothing four weeks before leaving to every second day at the end. */
    private double fading(String externalId, LocalDate day) {
        LocalDate leaves = leaving.get(externalId);
        if (leaves == null || day.isAfter(leaves)) {
            return 0;
        }
        long left = ChronoUnit.DAYS.between(day, leaves);
        return left > FADING_DAYS ? 0 : 0.5 * (FADING_DAYS - left) / FADING_DAYS;
    }
}
