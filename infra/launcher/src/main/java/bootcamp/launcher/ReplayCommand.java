package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import bootcamp.launcher.client.RunningPlatform;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Makes anew what is made from something else: {@code ./bootcamp replay PROJECTION}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Rebuilds a read model of a running platform from what it is made from, while it goes on.",
            "Needs an admin. Safe to repeat."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** What can be made anew. */
    enum Projection {
        /** The gateway's dashboards, from the topics. */
        DASHBOARDS,
        /** The enrollment service's topic, from its database. */
        ENROLLMENT,
        /** The curriculum service's topic, from its database. */
        CURRICULUM,
        /** The competition service's topic, from its database. */
        COMPETITION,
        /** The review service's topic, from its database. */
        REVIEW
    }

    @Spec private @Nullable CommandSpec spec;
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
            paramLabel = "PROJECTION",
            description = {
                "dashboards: the gateway folds the topics again from their start.",
                "enrollment, curriculum, competition, review: the service publishes what its topic lacks,"
                        + " from its database."
            })
    private @Nullable Projection projection;

    @Option(names = "--json", description = "Print what came of it as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        RunningPlatform platform = server.connect();
        String name = Objects.requireNonNull(projection).name().toLowerCase(Locale.ROOT);
        String path = "/api/replays/" + name;
        JsonNode done = follow(platform, path, platform.post(path));
        boolean isDone = done.path("state").asString().equals("DONE");
        if (json) {
            print(done.toString());
        } else if (isDone) {
            print(
                    "%s: %d records read, %d %s."
                            .formatted(
                                    name,
                                    done.path("read").asLong(),
                                    done.path("changed").asLong(),
                                    projection == Projection.DASHBOARDS
                                            ? "cohorts changed"
                                            : "published again"));
        }
        if (!isDone && !json) {
            throw new CommandFailure(
                    "%s (%s)"
                            .formatted(
                                    done.path("detail").asString("It failed."),
                                    done.path("code").asString("FAILED")));
        }
        return isDone ? Bootcamp.DONE : Bootcamp.FAILED;
    }

    private static JsonNode follow(RunningPlatform platform, String path, JsonNode begun) {
        JsonNode state = begun;
        try {
            while (state.path("state").asString().equals("RUNNING")) {
                Thread.sleep(PAUSE);
                state = platform.get(path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted; the replay goes on without this command.");
        }
        return state;
    }

    private void print(String line) {
        Objects.requireNonNull(spec).commandLine().getOut().println(line);
        Objects.requireNonNull(spec).commandLine().getOut().flush();
    }
}
