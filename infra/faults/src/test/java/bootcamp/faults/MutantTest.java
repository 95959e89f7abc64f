package bootcamp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A platform without one of its safeguards is caught, each by the row that is named. */
class MutantTest {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "WRITE_WITHOUT_VERSION, F20",
        "FOLD_WITHOUT_VERSION, F12",
        "PULL_WITHOUT_CONDITION, F1_OVERTAKEN",
        "KEYS_FORGOTTEN, F11",
        "READY_AT_ONCE, F2",
        "VIEWERS_STAY, F18"
    })
    @Tag("full")
    void aSafeguardTakenOutIsNoticed(Mutant mutant, Fault row) {
        Report report = row.run(directory, 7, 1, List.of(mutant));

        System.out.println(mutant + " · " + report.sentence());
        assertThat(report.violations()).isNotEmpty();
    }
}
