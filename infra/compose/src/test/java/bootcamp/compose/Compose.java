package bootcamp.compose;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The repository's {@code docker-compose.yml}, read as Compose reads it. */
final class Compose {

    /** Where {@code docker-compose.yml} is. */
    static final Path ROOT = root();

    /** {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?why}}; {@code $$} is a dollar. */
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\$|\\$\\{([A-Z][A-Z0-9_]*)(?::([-?])([^}]*))?}");

    private final Map<String, Object> file;
    private final String text;

    private Compose(Map<String, Object> file, String text) {
        this.file = file;
        this.text = text;
    }

    static Compose read() {
        return read(ROOT.resolve("docker-compose.yml"));
    }

    static Compose read(Path path) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try (Reader in = Files.newBufferedReader(path)) {
            return new Compose(
                    new Yaml(new SafeConstructor(strict)).load(in), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> services = new LinkedHashMap<>();
        map(file.get("services")).forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    Map<String, Object> service(String name) {
        return Objects.requireNonNull(services().get(name), name);
    }

    Map<String, Object> volumes() {
        return map(file.get("volumes"));
    }

    Map<String, Object> networks() {
        return map(file.get("networks"));
    }

    /** As written, with its variables. */
    Map<String, String> environment(String service) {
        Map<String, String> written = new LinkedHashMap<>();
        map(service(service).getOrDefault("environment", Map.of()))
                .forEach((name, value) -> written.put(name, String.valueOf(value)));
        return written;
    }

    /** As the container gets it. */
    Map<String, String> environment(String service, Map<String, String> variables) {
        Map<String, String> given = new LinkedHashMap<>();
        environment(service)
                .forEach((name, value) -> given.put(name, interpolated(value, variables)));
        return given;
    }

    /** The variables that the file takes from {@code .env}. */
    Set<String> variables() {
        return variables(false);
    }

    /** Without which nothing starts: those that have no default. */
    Set<String> required() {
        return variables(true);
    }

    private Set<String> variables(boolean requiredOnly) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            boolean isAsked = !requiredOnly || !"-".equals(matcher.group(2));
            if (matcher.group(1) != null && isAsked) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    static String interpolated(String value, Map<String, String> variables) {
        return VARIABLE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(one(found, variables)));
    }

    private static String one(MatchResult found, Map<String, String> variables) {
        if (found.group().equals("$$")) {
            return "$";
        }
        String given = variables.getOrDefault(found.group(1), "");
        if (!given.isEmpty()) {
            return given;
        }
        if ("?".equals(found.group(2))) {
            throw new IllegalArgumentException(found.group(1) + " is not set: " + found.group(3));
        }
        return "-".equals(found.group(2)) ? found.group(3) : "";
    }

    /** A {@code .env}: {@code NAME=value} lines and comments. */
    static Map<String, String> dotEnv(Path path) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : Files.readAllLines(path)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] both = line.split("=", 2);
                variables.put(both[0], both[1]);
            }
        }
        return variables;
    }

    static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, one) -> map.put(String.valueOf(key), one));
        }
        return map;
    }

    static List<String> list(@org.jspecify.annotations.Nullable Object value) {
        List<String> list = new ArrayList<>();
        if (value instanceof List<?> given) {
            given.forEach(one -> list.add(String.valueOf(one)));
        }
        return list;
    }

    private static Path root() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.exists(path.resolve("docker-compose.yml"))) {
            path = Objects.requireNonNull(path.getParent(), "no docker-compose.yml above");
        }
        return path;
    }
}
