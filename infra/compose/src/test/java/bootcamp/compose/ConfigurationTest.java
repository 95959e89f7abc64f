package bootcamp.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the code reads, what the compose file gives and what the documents say is the same. */
class ConfigurationTest {

    private static final Compose COMPOSE = Compose.read();

    /** In no file of ours; that they are read is seen where the processes run. */
    private static final Set<String> OF_SPRING_BOOT =
            Set.of("MANAGEMENT_SERVER_ADDRESS", "MANAGEMENT_SERVER_PORT");

    private static final Pattern IN_CODE = Pattern.compile("\"((?:BOOTCAMP|SERVER)_[A-Z_]+)\"");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| ([^|]+) \\| (.+) \\|$");

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "enrollment", "curriculum", "competition", "review"})
    void everyVariableOfTheContainerIsReadByTheProgram(String program) {
        Set<String> keys = Keys.of(program).keySet();

        Set<String> given = new TreeSet<>(COMPOSE.environment(program).keySet());
        assertThat(given).containsAll(OF_SPRING_BOOT);
        given.removeAll(OF_SPRING_BOOT);
        for (String variable : given) {
            assertThat(keys)
                    .as("%s, which the compose file gives to %s", variable, program)
                    .anyMatch(key -> Keys.isNamedBy(key, variable));
        }
    }

    /** What has no default, or one that only holds on the developer's own machine. */
    @ParameterizedTest
    @ValueSource(strings = {"gateway", "enrollment", "curriculum", "competition", "review"})
    void everythingThatTheProgramLeavesToTheEnvironmentIsGiven(String program) {
        Map<String, String> keys = Keys.of(program);
        Set<String> given = COMPOSE.environment(program).keySet();

        assertThat(keys).hasSizeGreaterThan(5);
        keys.forEach(
                (key, otherwise) -> {
                    if (isLeftToTheEnvironment(otherwise, keys)) {
                        assertThat(given)
                                .as("%s, which %s reads", key, program)
                                .anyMatch(variable -> Keys.isNamedBy(key, variable));
                    }
                });
    }

    @Test
    void theSmallProgramsReadWhatTheirContainersGive() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path source : sources("infra/platform")) {
            Matcher matcher = IN_CODE.matcher(Files.readString(source));
            while (matcher.find()) {
                read.add(matcher.group(1));
            }
        }
        Set<String> given = new TreeSet<>(COMPOSE.environment("topics").keySet());
        given.add("SERVER_PORT");

        assertThat(read).isEqualTo(given);
        for (String program : Keys.PROGRAMS.keySet()) {
            assertThat(COMPOSE.environment(program)).containsKey("SERVER_PORT");
        }
    }

    /** Keys are read by records and by {@code @Value} only, where they are found. */
    @Test
    void nothingIsReadBehindTheBackOfThisTest() throws IOException {
        for (String module :
                List.of(
                        "infra/platform",
                        "services/enrollment",
                        "services/curriculum",
                        "services/competition",
                        "services/review",
                        "gateway")) {
            for (Path source : sources(module)) {
                assertThat(Files.readString(source))
                        .as(source.toString())
                        .doesNotContainPattern("getProperty\\(\\s*\"(bootcamp|server)\\.");
            }
        }
    }

    @Test
    void theReferenceHasEveryKeyWithItsDefaultAndNoOther() throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (String line : Files.readAllLines(Compose.ROOT.resolve("docs/configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(row.group(3).split(" \\| ")).as(line).hasSize(3);
                written.put(row.group(1), row.group(2).strip().replace("`", ""));
            }
        }
        Map<String, String> read = new TreeMap<>();
        Keys.PROGRAMS.keySet().stream()
                .sorted()
                .forEach(
                        program ->
                                Keys.of(program)
                                        .forEach(
                                                (key, value) -> {
                                                    if (key.startsWith("bootcamp.")) {
                                                        read.merge(key, value, Keys::both);
                                                    }
                                                }));

        assertThat(written).isEqualTo(read);
    }

    @Test
    void theReferenceForOperatorsNamesEveryVariable() throws IOException {
        String operations = Files.readString(Compose.ROOT.resolve("docs/operations.md"));
        Set<String> variables = new TreeSet<>(COMPOSE.variables());
        COMPOSE.services()
                .keySet()
                .forEach(name -> variables.addAll(COMPOSE.environment(name).keySet()));

        assertThat(variables)
                .allSatisfy(variable -> assertThat(operations).contains("`" + variable + "`"));
        Matcher named =
                Pattern.compile("^\\| `([A-Z][A-Z0-9_]+)`", Pattern.MULTILINE).matcher(operations);
        while (named.find()) {
            assertThat(variables).as("in docs/operations.md").contains(named.group(1));
        }
    }

    private static boolean isLeftToTheEnvironment(String otherwise, Map<String, String> keys) {
        Matcher other = Pattern.compile("\\$\\{([a-z.-]+)}").matcher(otherwise);
        String value = other.matches() ? keys.getOrDefault(other.group(1), otherwise) : otherwise;
        return value.equals(Keys.REQUIRED) || value.contains("127.0.0.1");
    }

    private static List<Path> sources(String module) {
        try (Stream<Path> files =
                Files.walk(Compose.ROOT.resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
