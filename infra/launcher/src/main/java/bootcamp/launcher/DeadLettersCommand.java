package bootcamp.launcher;

import static bootcamp.launcher.client.RunningPlatform.segment;

import bootcamp.launcher.client.RunningPlatform;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What could not be processed, why, and again: {@code ./bootcamp dead-letters}. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What could not be processed, why, and again.")
final class DeadLettersCommand {

    private static final String PATH = "/api/dead-letters";

    @Spec private @Nullable CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Those that are open, one a line.")
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--all", description = "Also those that are closed.") boolean all,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        List<JsonNode> letters =
                server.connect().list(PATH).stream()
                        .filter(letter -> all || isOpen(letter))
                        .toList();
        if (json) {
            print(letters.toString());
        } else if (letters.isEmpty()) {
            print(all ? "There are no dead letters." : "There are no open dead letters.");
        } else {
            letters.forEach(letter -> print(line(letter)));
        }
        return Bootcamp.DONE;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "All that is known of one, as JSON.")
    int show(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "ID", description = "As the list shows it.") String id) {
        print(server.connect().get(path(id)).toPrettyString());
        return Bootcamp.DONE;
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Has them applied again by the reader that failed.")
    int retry(
            @Mixin ServerOptions server,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "As the list shows them.")
                    List<String> ids,
            @Option(names = "--all", description = "All that are open.") boolean all) {
        RunningPlatform platform = server.connect();
        for (String id : chosen(platform, ids, all)) {
            platform.post(path(id) + "/retry");
            print("Retried " + id);
        }
        return Bootcamp.DONE;
    }

    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            description = "Gives them up: what they say will be missing from the dashboards.")
    int drop(
            @Mixin ServerOptions server,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "As the list shows them.")
                    List<String> ids) {
        RunningPlatform platform = server.connect();
        for (String id : ids) {
            platform.delete(path(id));
            print("Dropped " + id);
        }
        return Bootcamp.DONE;
    }

    private List<String> chosen(RunningPlatform platform, @Nullable List<String> ids, boolean all) {
        boolean named = ids != null && !ids.isEmpty();
        if (named == all) {
            throw new picocli.CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Name some, or say --all.");
        }
        return all
                ? platform.list(PATH).stream()
                        .filter(DeadLettersCommand::isOpen)
                        .map(letter -> letter.path("id").asString())
                        .toList()
                : Objects.requireNonNull(ids);
    }

    private static boolean isOpen(JsonNode letter) {
        return letter.path("state").asString("OPEN").equals("OPEN");
    }

    private static String line(JsonNode letter) {
        return String.format(
                        Locale.ROOT,
                        "%s  %s  %s  %s  %s",
                        letter.path("openedAt").asString(""),
                        letter.path("id").asString(),
                        letter.path("state").asString("OPEN"),
                        letter.path("cohortId").asString("-"),
                        letter.path("error").asString(""))
                .strip();
    }

    private static String path(String id) {
        return PATH + "/" + segment(id);
    }

    private void print(String text) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
