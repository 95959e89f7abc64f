package bootcamp.launcher.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When and why students of one cohort leave: a hazard for each week, and reasons that fit the time.
 *
 * <p>Some leave in the first weeks because it is not what they thought, some when a competition has
 * shown them where they stand, and towards the end those who have found work. The shape is fixed;
 * chance moves each withdrawal by a little.
 *
 * @param early how much the first three weeks weigh
 * @param contests how much the weeks after the two competitions weigh
 * @param late how much the last weeks weigh, when people find work
 */
record Weeks(double early, double contests, double late) {

    private static final double ALWAYS = 0.45;
    private static final int FIRST_CONTEST = 10;
    private static final int SECOND_CONTEST = 19;
    private static final int WORK_BEGINS = 23;
    private static final int DAYS = 7;

    /**
     * A withdrawal to come.
     *
     * @param day of the cohort
     */
    record Leaving(int day, String reason) {}

    /**
     * @param days of the cohort that may see a withdrawal: before this one
     * @return as many as asked for, ascending, none on the day of entry
     */
    List<Leaving> leavings(int count, int days, RandomGenerator random) {
        double[] upTo = cumulated((days + DAYS - 1) / DAYS);
        List<Leaving> leavings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            // Evenly spread over the hazard, so that its bumps are there with few students too.
            double share = (i + random.nextDouble(0.1, 0.9)) / count * upTo[upTo.length - 1];
            int week = 0;
            while (upTo[week] < share) {
                week++;
            }
            int day = week * DAYS + dayOfWeek(random);
            leavings.add(new Leaving(Math.clamp(day, 1, days - 1), reason(week, random)));
        }
        return leavings;
    }

    private double[] cumulated(int weeks) {
        double[] upTo = new double[weeks];
        double sum = 0;
        for (int week = 0; week < weeks; week++) {
            sum += hazard(week);
            upTo[week] = sum;
        }
        return upTo;
    }

    private double hazard(int week) {
        double hazard = ALWAYS;
        hazard += early * Math.max(0, 2.4 - 0.9 * week);
        hazard += contests * after(FIRST_CONTEST, week, 1.9);
        hazard += contests * after(SECOND_CONTEST, week, 1.3);
        return hazard + late * Math.max(0, week - WORK_BEGINS) * 0.42;
    }

    private static double after(int contest, int week, double height) {
        return week < contest ? 0 : Math.max(0, height - 0.7 * (week - contest));
    }

    /** Mondays and Fridays more often than the days between. */
    private static int dayOfWeek(RandomGenerator random) {
        int roll = random.nextInt(20);
        return roll < 6 ? 0 : roll < 13 ? 4 : 1 + roll % 3;
    }

    private static String reason(int week, RandomGenerator random) {
        if (week <= 2) {
            return any(EARLY, random);
        }
        if (week > WORK_BEGINS) {
            return any(LATE, random);
        }
        boolean contest =
                week >= FIRST_CONTEST && week <= FIRST_CONTEST + 2
                        || week >= SECOND_CONTEST && week <= SECOND_CONTEST + 1;
        return any(contest ? AFTER_A_CONTEST : BETWEEN, random);
    }

    private static final List<String> EARLY =
            weighted(
                    "CONTENT_TOO_HARD 6 TIME 5 FINANCIAL 3 OTHER 2 CONTENT_TOO_EASY 1 HEALTH 1"
                            + " EMPLOYMENT 1");
    private static final List<String> AFTER_A_CONTEST =
            weighted("TEAM_CONFLICT 6 CONTENT_TOO_HARD 5 TEACHING_QUALITY 2 HEALTH 1 TIME 1");
    private static final List<String> BETWEEN =
            weighted(
                    "HEALTH 4 FINANCIAL 4 TIME 3 CONTENT_TOO_HARD 3 TEACHING_QUALITY 2 EMPLOYMENT 2"
                            + " OTHER 1 DISMISSED 1");
    private static final List<String> LATE = weighted("EMPLOYMENT 12 HEALTH 1 FINANCIAL 1 OTHER 1");

    private static List<String> weighted(String all) {
        String[] words = all.split(" ");
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            for (int n = Integer.parseInt(words[i + 1]); n > 0; n--) {
                reasons.add(words[i]);
            }
        }
        return List.copyOf(reasons);
    }

    private static String any(List<String> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    /** The day itself or the next one on which there is training. */
    static LocalDate trainingDay(LocalDate day, List<LocalDate> holidays) {
        LocalDate next = day;
        while (isOff(next.getDayOfWeek()) || holidays.contains(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    private static boolean isOff(DayOfWeek day) {
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
}
