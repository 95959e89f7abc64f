package bootcamp.competition.team;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.scoring.Likeness;
import bootcamp.competition.scoring.Likeness.Kind;
import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.team.Alikes.Pair;
import bootcamp.competition.team.Alikes.Sent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which pairs of teams are told. */
class AlikesTest {

    private static final int ROWS = 100;

    private final Likeness likeness = Likeness.of(solution(), 3);

    private static ByteArrayInputStream file(IntToDoubleFunction said) {
        return new ByteArrayInputStream(
                IntStream.range(0, ROWS)
                        .mapToObj(i -> "%d,%s\n".formatted(i, said.applyAsDouble(i)))
                        .collect(Collectors.joining("", "id,label\n", ""))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Solution solution() {
        try {
            return Solution.read(file(i -> i), Metric.named("mae", Map.of()), Limits.USUAL);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Sent sent(String team, int minute, IntToDoubleFunction said) throws IOException {
        return new Sent(
                team,
                "Team " + team,
                team + "-" + minute,
                Instant.parse("2025-03-03T00:00:00Z").plusSeconds(60L * minute),
                likeness.ready(likeness.sketch(file(said), Limits.USUAL).orElseThrow()));
    }

    @Test
    void ofEachTwoTeamsTheMostAlikeAreToldAndATeamIsNotComparedWithItself() throws IOException {
        IntToDoubleFunction model = i -> Math.sin(i);
        List<Pair> pairs =
                Alikes.of(
                        likeness,
                        List.of(
                                sent("b", 1, model),
                                sent("b", 2, model),
                                sent("a", 3, i -> 2 * Math.sin(i)),
                                sent("a", 0, i -> Math.sin(i) + 1e-9 * i),
                                sent("c", 4, model),
                                sent("d", 5, i -> Math.cos(7 * i)),
                                sent("e", 6, i -> Math.cos(7 * i)),
                                sent("f", 7, i -> Math.sin(i * i))));

        assertThat(pairs).hasSize(4);
        assertThat(pairs).allSatisfy(pair -> assertThat(pair.alike().kind()).isEqualTo(Kind.EQUAL));
        Pair first = pairs.getFirst();
        assertThat(first.first().submissionId()).isEqualTo("a-0");
        assertThat(first.second().submissionId()).isEqualTo("b-1");
        assertThat(first.pairs()).isEqualTo(4);
        assertThat(first.teams()).isEqualTo(3);
        assertThat(pairs)
                .filteredOn(pair -> pair.first().teamId().equals("d"))
                .singleElement()
                .satisfies(pair -> assertThat(pair.teams()).isEqualTo(2));
    }
}
