package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import bootcamp.launcher.client.RunningPlatform;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A file of rows sent to a running platform and followed to the end of its import.
 *
 * <p>Safe to repeat: rows that are there already come back as unchanged. Killing the command does
 * not stop an import that has been accepted.
 */
final class FileUpload {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final String XLSX =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final RunningPlatform platform;
    private final PrintWriter err;

    FileUpload(RunningPlatform platform, PrintWriter err) {
        this.platform = platform;
        this.err = err;
    }

    /**
     * Sends the file and waits until all of it has been dealt with.
     *
     * @param kind of what is in it, as the API calls it
     * @param preview change nothing, only say what would change
     * @param encoding of a text file; null: found out
     * @param separator of a text file; null: found out
     * @return the import as the API shows it
     */
    JsonNode send(
            String kind,
            Path file,
            String cohortId,
            boolean preview,
            @Nullable String encoding,
            @Nullable String separator) {
        String path =
                "/api/cohorts/%s/imports?kind=%s%s%s%s"
                        .formatted(
                                RunningPlatform.segment(cohortId),
                                kind,
                                preview ? "&preview=true" : "",
                                parameter("encoding", encoding),
                                parameter("separator", separator));
        JsonNode accepted;
        try {
            accepted = platform.post(path, contentType(file), BodyPublishers.ofFile(file));
        } catch (FileNotFoundException e) {
            throw new CommandFailure("There is no file %s.".formatted(file));
        }
        return follow("/api/imports/" + accepted.path("importId").asString());
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null
                ? ""
                : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Whether every row is as the file says now. */
    static boolean isWhole(JsonNode done) {
        return !done.path("state").asString().equals("FAILED")
                && done.path("rejected").asInt() == 0;
    }

    private JsonNode follow(String path) {
        try (Bar bar = new Bar("Rows")) {
            while (true) {
                JsonNode state = platform.get(path);
                bar.at(
                        state.path("applied").asLong()
                                + state.path("unchanged").asLong()
                                + state.path("rejected").asLong(),
                        state.path("rows").asLong());
                if (!state.path("state").asString().equals("RUNNING")) {
                    return state;
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted; the import goes on without this command.");
        }
    }

    private static String contentType(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP) ? XLSX : "text/csv";
        } catch (IOException e) {
            throw new CommandFailure("The file %s cannot be read.".formatted(file));
        }
    }

    /** The words a person reads: how many rows of which kind, and each that was rejected. */
    void tell(JsonNode done, PrintWriter out) {
        for (JsonNode error : done.path("errors")) {
            String field = error.path("field").asString("");
            err.printf(
                    "row %d%s: %s%n",
                    error.path("row").asInt(),
                    field.isEmpty() ? "" : ", " + field,
                    error.path("reason").asString());
        }
        err.flush();
        out.println(
                done.path("state").asString().equals("PREVIEWED")
                        ? "Would be: %d new, %d changed, %d unchanged, %d conflicting, %d rejected."
                                .formatted(
                                        done.path("new").asInt(),
                                        done.path("changed").asInt(),
                                        done.path("unchanged").asInt(),
                                        done.path("conflicts").asInt(),
                                        done.path("rejected").asInt())
                        : "%s: %d rows, %d applied, %d unchanged, %d rejected."
                                .formatted(
                                        done.path("state").asString(),
                                        done.path("rows").asInt(),
                                        done.path("applied").asInt(),
                                        done.path("unchanged").asInt(),
                                        done.path("rejected").asInt()));
        out.flush();
    }
}
