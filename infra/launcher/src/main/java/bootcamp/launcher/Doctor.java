package bootcamp.launcher;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.launcher.client.CommandFailure;
import bootcamp.launcher.client.RunningPlatform;
import bootcamp.platform.event.TopicTable;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the platform needs on this machine, each thing looked at by itself.
 *
 * <p>A platform that runs is asked how its parts are; of one that does not, broker and database are
 * started on its data and closed again.
 */
final class Doctor {

    /**
     * @param finding what is there, or what to do about it
     */
    private record Check(String subject, boolean isWell, String finding) {}

    private final List<Check> checks = new ArrayList<>();

    private Doctor() {}

    static Doctor examine(Path data, int port) {
        Doctor doctor = new Doctor();
        doctor.check("JDK", Doctor::java);
        doctor.check("disk", () -> disk(data));
        URI url = URI.create("http://127.0.0.1:" + port);
        RunningPlatform.at(url)
                .health()
                .ifPresentOrElse(
                        parts -> doctor.running(url, parts), () -> doctor.stopped(data, port));
        return doctor;
    }

    boolean isWell() {
        return checks.stream().allMatch(Check::isWell);
    }

    String report() {
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-5s %-11s %s%n",
                            check.isWell() ? "ok" : "FAIL",
                            check.subject(),
                            check.finding()));
        }
        return text.append(isWell() ? "All is well." : "Mend what failed, from the top.")
                .toString();
    }

    private static String java() {
        Runtime.Version version = Runtime.version();
        if (version.feature() != 25) {
            throw new CommandFailure("Java %s runs this; use a JDK 25.".formatted(version));
        }
        return "%s in %s".formatted(version, System.getProperty("java.home"));
    }

    private static String disk(Path data) {
        Path there = data.toAbsolutePath().normalize();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return "%.1f GiB free for %s"
                .formatted(DataDirectory.freeBytes(there) / 1073741824.0, data);
    }

    private void running(URI url, Map<String, String> parts) {
        boolean isReady = Readiness.isReady(url);
        checks.add(
                new Check(
                        "gateway",
                        isReady,
                        isReady
                                ? "ready at " + url
                                : "answers at %s but is not ready; see what fails below, or wait a moment"
                                        .formatted(url)));
        parts.forEach(
                (name, status) -> {
                    boolean isUp = status.equals("UP");
                    checks.add(
                            new Check(shortName(name), isUp, isUp ? "up" : advice(name, status)));
                });
    }

    private static String shortName(String part) {
        return part.substring(part.lastIndexOf('/') + 1);
    }

    /** What to do about a part of a running platform that is not up. */
    private static String advice(String part, String status) {
        return switch (part) {
            case "broker" -> "does not answer; is Kafka running, and its disk not full?";
            case "database" -> "does not answer; is it running, and its disk not full?";
            case "dashboards" -> "still reads the topics; wait, and look again";
            case "seeds" -> "waits for the database";
            default ->
                    part.startsWith("services/")
                            ? "does not answer, or is not ready; its log says why. Dashboards go on."
                            : status;
        };
    }

    private void stopped(Path data, int port) {
        check("port", () -> free(port));
        if (!Files.exists(data)) {
            checks.add(new Check("data", true, data + " is not there yet; up makes it"));
            return;
        }
        DataDirectory opened = check("data", () -> DataDirectory.open(data), "%s is in order");
        if (opened != null) {
            try (opened) {
                check("database", () -> database(opened));
                check("broker", () -> broker(opened));
            }
        }
    }

    private static String free(int port) {
        Door.open(InetAddress.getLoopbackAddress(), port, false);
        return "%d is free; no platform runs there".formatted(port);
    }

    private static String database(DataDirectory data) {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data.database())) {
            return "opens; %.1f MiB".formatted(database.fileBytes() / 1048576.0);
        }
    }

    private static String broker(DataDirectory data) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.broker())) {
            int missing = TopicTable.fromClassPath().missing(broker.bootstrapServers()).size();
            return missing == 0
                    ? "starts; all topics are there"
                    : "starts; up makes %d topics".formatted(missing);
        }
    }

    private void check(String subject, Supplier<String> check) {
        check(subject, check, "%s");
    }

    private <T> @Nullable T check(String subject, Supplier<T> check, String finding) {
        try {
            T found = check.get();
            checks.add(new Check(subject, true, finding.formatted(found)));
            return found;
        } catch (CommandFailure e) {
            checks.add(new Check(subject, false, e.sentences()));
        } catch (RuntimeException e) {
            checks.add(
                    new Check(
                            subject,
                            false,
                            "cannot be opened (%s); put back a copy of the data directory."
                                    .formatted(e.getMessage())));
        }
        return null;
    }
}
