package bootcamp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.faults.KillRow.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A 2xx answer survives {@code kill -9} of the whole platform at any moment. */
class KillTest {

    @TempDir Path run;

    @Test
    void whatWasAnsweredSurvivesKillsOfThePlatform() {
        survives(2, 20_241_126);
    }

    @Test
    @Tag("full")
    void whatWasAnsweredSurvivesManyKillsOfThePlatform() {
        survives(25, 4711);
    }

    /**
     * By {@code ./bootcamp faults F20-SEATS} too; the last seat of a cohort is raced for in
     * FaultsTest.
     */
    @Test
    @Tag("full")
    void seatsOfALectureSurviveManyKillsInTheMidstOfARace() {
        race(20, 4712);
    }

    private void race(int kills, long seed) {
        System.out.println("Seed " + seed);

        Report report = new SeatRow(Installation.home(), run, seed).run(kills);

        System.out.println(report.sentence());
        assertThat(report.violations()).isEmpty();
        assertThat(report.answered()).isGreaterThan(20L * kills);
    }

    private void survives(int kills, long seed) {
        System.out.println("Seed " + seed);

        Result result = new KillRow(Installation.home(), run, seed).run(kills);

        System.out.println(result.sentence());
        assertThat(result.violations()).isEmpty();
        assertThat(result.answered()).isGreaterThan(10L * kills);
    }
}
