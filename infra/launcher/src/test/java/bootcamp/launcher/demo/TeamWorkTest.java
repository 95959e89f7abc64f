package bootcamp.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.demo.TeamWork.Student;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeamWorkTest {

    /** Whoever is here is in one team, and no team is too small to work together. */
    @ParameterizedTest
    @CsvSource({"50, 10, 5, 5", "52, 10, 5, 6", "53, 11, 3, 5", "3, 1, 3, 3", "1, 1, 1, 1"})
    void everybodyIsInOneTeam(int students, int teams, int smallest, int largest) {
        List<Student> all =
                IntStream.range(0, students)
                        .mapToObj(i -> new Student("AIL4-" + i, "s" + i, "Name " + i))
                        .toList();

        List<List<Student>> formed = TeamWork.inTeams(all);

        assertThat(formed).hasSize(teams);
        assertThat(formed.stream().flatMap(List::stream).toList())
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(formed.stream().mapToInt(List::size).min()).hasValue(smallest);
        assertThat(formed.stream().mapToInt(List::size).max()).hasValue(largest);
        assertThat(formed.getFirst().getFirst()).isEqualTo(all.getFirst());
    }
}
