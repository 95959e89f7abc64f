package bootcamp.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Containers as plain processes: unpacked as the Dockerfile unpacks, started by its entry point (or
 * the compose file's), with the environment of the compose file and nothing else of this machine.
 */
final class Programs implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin/java").toString();

    /** Several of them share two cores here; a server leaves this to the JVM. */
    private static final List<String> SMALL =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx320m");

    private static final Map<String, String> MODULES =
            Map.of(
                    "gateway", "gateway",
                    "enrollment", "services/enrollment",
                    "curriculum", "services/curriculum",
                    "competition", "services/competition",
                    "review", "services/review");

    private final Compose compose = Compose.read();
    private final Path directory;
    private final List<Process> started = new ArrayList<>();

    Programs(Path directory) {
        this.directory = directory;
    }

    /** What the image's build does with the module's jar. */
    void unpack(String name) throws IOException, InterruptedException {
        Path target = Compose.ROOT.resolve(MODULES.get(name)).resolve("target");
        Path image = Files.createDirectories(image(name));
        try (Stream<Path> files = Files.list(target)) {
            Path jar =
                    files.filter(file -> file.toString().endsWith("-exec.jar"))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalStateException("package " + name + " first"));
            Files.copy(
                    jar, directory.resolve("application.jar"), StandardCopyOption.REPLACE_EXISTING);
        }
        Path layers = directory.resolve(name + "-layers");
        Process extract =
                new ProcessBuilder(
                                JAVA,
                                "-Djarmode=tools",
                                "-jar",
                                "application.jar",
                                "extract",
                                "--layers",
                                "--destination",
                                layers.toString())
                        .directory(directory.toFile())
                        .inheritIO()
                        .start();
        assertThat(extract.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(extract.exitValue()).isZero();
        for (String layer : layersOfTheImage()) {
            overlay(layers.resolve(layer), image);
        }
    }

    /** In the order of the Dockerfile's COPY lines. */
    private static List<String> layersOfTheImage() throws IOException {
        return Files.readAllLines(Compose.ROOT.resolve("infra/compose/Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY --from=build /source/layers/"))
                .map(
                        line ->
                                line.replaceAll(
                                        "^COPY --from=build /source/layers/([a-z-]+)/ ./$", "$1"))
                .toList();
    }

    private static void overlay(Path layer, Path image) throws IOException {
        try (Stream<Path> files = Files.walk(layer)) {
            for (Path file : files.toList()) {
                Path to = image.resolve(layer.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.move(file, to);
                }
            }
        }
    }

    /** The container's main program. */
    Process start(String container, String log, Map<String, String> environment)
            throws IOException {
        List<String> entryPoint = Compose.list(compose.service(container).get("entrypoint"));
        return run(
                imageOf(container),
                entryPoint.isEmpty() ? entryPointOfTheImage() : entryPoint,
                environment,
                log);
    }

    /** Whether the container's own health check finds it well. */
    boolean isWell(String container, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> check =
                Compose.list(
                        Compose.map(compose.service(container).get("healthcheck")).get("test"));
        Process probe =
                run(
                        imageOf(container),
                        check.subList(1, check.size()),
                        environment,
                        container + "-health");
        assertThat(probe.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return probe.exitValue() == 0;
    }

    /** A store of this test, as a process; gives its port. */
    int store(String kind) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        JAVA,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stores.class.getName(),
                        kind,
                        directory.resolve(kind).toString());
        builder.redirectError(directory.resolve(kind + ".log").toFile());
        Process process = builder.start();
        started.add(process);
        BufferedReader out = process.inputReader();
        for (int i = 0; i < 1_000; i++) {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException(tail(kind));
            }
            if (line.matches("[0-9]+")) {
                return Integer.parseInt(line);
            }
        }
        throw new IllegalStateException("no port");
    }

    /** The end of what a process said. */
    String tail(String log) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve(log + ".log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private Process run(
            Path image, List<String> command, Map<String, String> environment, String log)
            throws IOException {
        List<String> here = new ArrayList<>();
        here.add(JAVA);
        here.addAll(SMALL);
        assertThat(command.getFirst()).isEqualTo("java");
        here.addAll(command.subList(1, command.size()));
        File out = directory.resolve(log + ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(here)
                        .directory(image.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(out));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static List<String> entryPointOfTheImage() throws IOException {
        String line =
                Files.readAllLines(Compose.ROOT.resolve("infra/compose/Dockerfile")).stream()
                        .filter(one -> one.startsWith("ENTRYPOINT "))
                        .findFirst()
                        .orElseThrow();
        return List.of(
                JsonMapper.shared()
                        .readValue(line.substring("ENTRYPOINT ".length()), String[].class));
    }

    /** By the image's name, so that one that is used twice is unpacked once. */
    private Path imageOf(String container) {
        String image = String.valueOf(compose.service(container).get("image"));
        return image(image.replaceAll("^bootcamp/([a-z]+):.*$", "$1"));
    }

    private Path image(String name) {
        return directory.resolve("image-" + name);
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        for (Process process : started) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
