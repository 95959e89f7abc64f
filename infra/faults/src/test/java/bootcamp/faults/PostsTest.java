package bootcamp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.gateway.GatewayApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** A POST that is new in the API is not forgotten by F11. */
class PostsTest {

    @Test
    void everyPostThatTakesAKeyIsDeliveredOrSaysWhyNot() throws Exception {
        Set<String> known = new HashSet<>(Posts.OPERATIONS);
        known.addAll(Posts.WITHOUT_EFFECT);

        assertThat(described()).isEqualTo(new TreeSet<>(known));
    }

    private static Set<String> described() throws Exception {
        Path folder =
                Path.of(GatewayApplication.class.getResource("/openapi/frame.yml").toURI())
                        .getParent();
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                found.addAll(in(file));
            }
        }
        return found;
    }

    private static Set<String> in(Path file) throws IOException {
        Set<String> found = new HashSet<>();
        Map<?, ?> document = new Yaml().load(Files.readString(file));
        if (document.get("paths") instanceof Map<?, ?> paths) {
            for (Object path : paths.values()) {
                if (path instanceof Map<?, ?> methods
                        && methods.get("post") instanceof Map<?, ?> post
                        && post.get("parameters") instanceof List<?> parameters
                        && parameters.toString().contains("/idempotencyKey")) {
                    found.add(String.valueOf(post.get("operationId")));
                }
            }
        }
        return found;
    }
}
