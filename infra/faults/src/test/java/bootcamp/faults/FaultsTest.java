package bootcamp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rows of faults, one after the other, on one platform of separate processes: the one that found
 * most for its time, once; in the full build all of them, several times.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

    private static final long SEED = 20_241_126;

    private Scene scene;

    @BeforeAll
    void start(@TempDir Path directory) {
        System.out.println("Seed " + SEED);
        scene = new Scene(directory, SEED, List.of());
    }

    @AfterAll
    void stop() {
        if (scene != null) {
            scene.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F20"})
    void nothingAcceptedIsLost(Fault fault) {
        Report report = fault.run(scene, 1, 1);

        System.out.println(report.sentence());
        assertThat(report.violations()).isEmpty();
        assertThat(report.runs()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    @Tag("full")
    void nothingAcceptedIsLostInManyRuns(Fault fault) {
        Report report = fault.run(scene, 3, 3);

        System.out.println(report.sentence());
        assertThat(report.violations()).isEmpty();
    }
}
