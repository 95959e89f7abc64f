package bootcamp.faults;

import static bootcamp.faults.Fault.F11;
import static bootcamp.faults.Fault.F12;
import static bootcamp.faults.Fault.F18;
import static bootcamp.faults.Fault.F1_OVERTAKEN;
import static bootcamp.faults.Fault.F2;
import static bootcamp.faults.Fault.F20;
import static bootcamp.faults.Invariant.I1;
import static bootcamp.faults.Invariant.I13;
import static bootcamp.faults.Invariant.I14;
import static bootcamp.faults.Invariant.I2;
import static bootcamp.faults.Invariant.I3;
import static bootcamp.faults.Invariant.I4;
import static bootcamp.faults.Invariant.I5;
import static bootcamp.faults.Invariant.I7;
import static bootcamp.faults.Mutant.FOLD_WITHOUT_VERSION;
import static bootcamp.faults.Mutant.KEYS_FORGOTTEN;
import static bootcamp.faults.Mutant.PULL_WITHOUT_CONDITION;
import static bootcamp.faults.Mutant.READY_AT_ONCE;
import static bootcamp.faults.Mutant.VIEWERS_STAY;
import static bootcamp.faults.Mutant.WRITE_WITHOUT_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.faults.Invariant.Violation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A platform without one of its safeguards is caught, each by the row that is named, and for what
 * the safeguard holds: a checker that complains of anything else does not know what it says.
 */
class MutantTest {

    @TempDir Path directory;

    /**
     * @param broken what it cannot but break
     * @param besides what may be found with it; nothing else may
     */
    private record Harm(Set<Invariant> broken, Set<Invariant> besides) {

        static Harm of(Invariant... broken) {
            return new Harm(Set.of(broken), Set.of());
        }

        Harm besides(Invariant... more) {
            return new Harm(broken, Set.of(more));
        }

        Set<Invariant> all() {
            return Stream.of(broken, besides).flatMap(Set::stream).collect(Collectors.toSet());
        }
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                // Two ledgers, each with its own last student: the one written over is sold twice.
                Arguments.of(WRITE_WITHOUT_VERSION, F20, Harm.of(I13).besides(I1, I2, I3, I5, I7)),
                Arguments.of(FOLD_WITHOUT_VERSION, F12, Harm.of(I5)),
                Arguments.of(PULL_WITHOUT_CONDITION, F1_OVERTAKEN, Harm.of(I1)),
                Arguments.of(KEYS_FORGOTTEN, F11, Harm.of(I4)),
                Arguments.of(READY_AT_ONCE, F2, Harm.of(I5)),
                Arguments.of(VIEWERS_STAY, F18, Harm.of(I14)));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    @Tag("full")
    void aSafeguardTakenOutIsNoticedByWhatItHeld(Mutant mutant, Fault row, Harm harm) {
        Report report = row.run(directory, 7, 1, List.of(mutant));

        System.out.println(mutant + " · " + report.sentence());
        report.violations().forEach(System.out::println);
        assertThat(report.violations())
                .extracting(Violation::invariant)
                .containsAll(harm.broken())
                .isSubsetOf(harm.all());
    }

    @Test
    void everyMutantIsTried() {
        assertThat(mutants().map(each -> each.get()[0])).containsExactlyInAnyOrder(Mutant.values());
    }
}
