package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Verdict.Scored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Files whose scores the field's reference tools have computed. */
final class Reference {

    private static final Path ROOT = Path.of("src/test/resources/reference");

    private Reference() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** The lines after the header, as cells; quoted ones without their quotes. */
    static List<List<String>> table(String path) {
        try {
            return Files.readAllLines(file(path)).stream()
                    .skip(1)
                    .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                    .map(List::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Solution solution(String path, String metric, Map<String, String> options) {
        try (InputStream in = Files.newInputStream(file(path))) {
            return Solution.read(in, Metric.named(metric, options), Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A solution without its splits. */
    static Solution solutionOfAllRows(String path, String metric) {
        return solutionOf(withoutSplits(path), metric, Map.of());
    }

    /** The text of a solution without the column that says which rows are public. */
    static String withoutSplits(String path) {
        try {
            return Files.readString(file(path)).replaceAll("(?m),(usage|Public|Private)\\r?$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Solution solutionOf(String text, String metric, Map<String, String> options) {
        try {
            return Solution.read(bytes(text), Metric.named(metric, options), Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Verdict score(Solution solution, String path) {
        try (InputStream in = Files.newInputStream(file(path));
                InputStream unpacked = path.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return solution.score(unpacked, Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Verdict scoreText(Solution solution, String text) {
        try {
            return solution.score(bytes(text), Limits.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scored scored(Verdict verdict) {
        if (verdict instanceof Scored scored) {
            return scored;
        }
        throw new AssertionError("was refused: " + verdict);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
