package bootcamp.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder {@code services/contracts}: a folder for each service with its schemas, and under
 * {@code examples} a folder for each schema.
 */
public final class Contracts {

    /** With {@code -Dcontracts.write=true} tests write what they otherwise compare. */
    public static final boolean WRITE = Boolean.getBoolean("contracts.write");

    private static final Pattern FILE =
            Pattern.compile("([A-Z][A-Za-z0-9]*)\\.v([1-9][0-9]{0,3})\\.schema\\.json");
    private static final String EXAMPLES = "examples";
    private static final String JSON_ENDING = ".json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;

    private Contracts(Path directory) {
        this.directory = directory;
    }

    static Contracts in(Path directory) {
        return new Contracts(directory);
    }

    /** Those of the checkout that the test runs in, whichever module it belongs to. */
    public static Contracts ofThisCheckout() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            Path found = at.resolve("services").resolve("contracts");
            if (Files.exists(found.resolve("topics.json"))) {
                return new Contracts(found);
            }
        }
        throw new IllegalStateException("no services/contracts above " + start);
    }

    Path directory() {
        return directory;
    }

    JsonNode topics() {
        return JSON.readTree(read(directory.resolve("topics.json")));
    }

    List<String> services() {
        return files(directory).stream()
                .filter(each -> !schemasIn(each).isEmpty())
                .map(each -> each.getFileName().toString())
                .toList();
    }

    /** Every version ever published of every aggregate, in order. */
    public List<Contract> all() {
        List<Contract> all = new ArrayList<>();
        for (String service : services()) {
            for (Path file : schemasIn(directory.resolve(service))) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    all.add(
                            Contract.of(
                                    service,
                                    name.group(1),
                                    Integer.parseInt(name.group(2)),
                                    JSON.readTree(read(file))));
                }
            }
        }
        return all;
    }

    /**
     * @throws IllegalStateException where there is no such schema, saying where to put it
     */
    public Contract of(String service, String aggregate, int version) {
        return all().stream()
                .filter(each -> each.service().equals(service))
                .filter(each -> each.aggregate().equals(aggregate) && each.version() == version)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "services/contracts/%s/%s.v%d.schema.json is missing: every aggregate that is published has a schema"
                                                .formatted(service, aggregate, version)));
    }

    /** Every example of every version ever published by a service. */
    public List<Example> examples(String service) {
        List<Example> all = new ArrayList<>();
        for (Path folder : files(directory.resolve(service).resolve(EXAMPLES))) {
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                if (name.endsWith(JSON_ENDING)) {
                    all.add(
                            Example.of(
                                    service + "/" + folder.getFileName(),
                                    name.substring(0, name.length() - JSON_ENDING.length()),
                                    read(file)));
                }
            }
        }
        return all;
    }

    /** The file of an example, whether or not it is there. */
    public Path fileOf(Contract contract, String example) {
        return directory
                .resolve(contract.service())
                .resolve(EXAMPLES)
                .resolve("%s.v%d".formatted(contract.aggregate(), contract.version()))
                .resolve(example + JSON_ENDING);
    }

    private static List<Path> schemasIn(Path folder) {
        return files(folder).stream()
                .filter(each -> FILE.matcher(each.getFileName().toString()).matches())
                .toList();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
