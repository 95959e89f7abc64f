package bootcamp.launcher;

import bootcamp.competition.scoring.Fault;
import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.UnusableSolution;
import bootcamp.competition.scoring.Verdict;
import bootcamp.competition.scoring.Verdict.Rejected;
import bootcamp.competition.scoring.Verdict.Scored;
import bootcamp.launcher.client.CommandFailure;
import bootcamp.platform.http.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code ./bootcamp score} says of a submission, in the language of the system. */
record ScoreReport(Metric metric, Verdict verdict) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Texts TEXTS = Texts.of("competition");

    /**
     * @throws CommandFailure if a file cannot be read, or nothing can be scored by the solution
     */
    static ScoreReport of(Metric metric, Path solution, Path submission) {
        Solution labels = labels(metric, solution);
        try (InputStream in = open(submission)) {
            return new ScoreReport(metric, labels.score(in, Limits.USUAL));
        } catch (IOException e) {
            throw unreadable(submission, e);
        }
    }

    private static Solution labels(Metric metric, Path solution) {
        try (InputStream in = open(solution)) {
            return Solution.read(in, metric, Limits.USUAL);
        } catch (UnusableSolution e) {
            throw new CommandFailure(
                    "%s scores nothing%s: %s"
                            .formatted(
                                    solution,
                                    e.fault().row() == null ? "" : ", line " + e.fault().row(),
                                    reason(e.fault())));
        } catch (IOException e) {
            throw unreadable(solution, e);
        }
    }

    /** Unpacked where its name says that it is packed. */
    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
            return in;
        }
        try {
            return new GZIPInputStream(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static CommandFailure unreadable(Path file, IOException e) {
        return new CommandFailure(
                e instanceof NoSuchFileException
                        ? "There is no file %s.".formatted(file)
                        : "%s cannot be read: %s".formatted(file, e.getMessage()));
    }

    private static String reason(Fault fault) {
        Locale language = Texts.languageOf(Locale.getDefault().toLanguageTag());
        return TEXTS.get(fault.key(), language, fault.parameters());
    }

    boolean isScored() {
        return verdict instanceof Scored;
    }

    String json() {
        ObjectNode json = JSON.createObjectNode();
        switch (verdict) {
            case Scored scored ->
                    json.put("verdict", "SCORED")
                            .put("rows", scored.rows())
                            .put("publicScore", scored.publicScore())
                            .put("privateScore", scored.privateScore());
            case Rejected(Fault fault) ->
                    json.put("verdict", "REJECTED")
                            .putObject("error")
                            .put("code", fault.code().name())
                            .put("row", fault.row())
                            .put("column", fault.column())
                            .put("reason", reason(fault));
        }
        return JSON.writeValueAsString(json);
    }

    String words() {
        return switch (verdict) {
            case Scored scored when scored.privateScore() == null ->
                    "%s %s over %,d rows"
                            .formatted(metric.name(), scored.publicScore(), scored.rows());
            case Scored scored ->
                    "%s: public %s, private %s, over %,d rows"
                            .formatted(
                                    metric.name(),
                                    scored.publicScore(),
                                    scored.privateScore(),
                                    scored.rows());
            case Rejected(Fault fault) ->
                    "%s%s: %s"
                            .formatted(
                                    fault.code(),
                                    fault.row() == null ? "" : ", line " + fault.row(),
                                    reason(fault));
        };
    }
}
