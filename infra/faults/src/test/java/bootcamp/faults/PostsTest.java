package bootcamp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.Yaml;

/** A POST that is new in the API is not forgotten by F11. */
class PostsTest {

    @Test
    void everyPostThatTakesAKeyIsDeliveredOrSaysWhyNot() throws IOException {
        Set<String> known = new HashSet<>(Posts.OPERATIONS);
        known.addAll(Posts.WITHOUT_EFFECT);
        known.addAll(CurriculumPosts.OPERATIONS);
        known.addAll(Posts.OF_COMPETITION);

        assertThat(described()).isEqualTo(new TreeSet<>(known));
    }

    private static Set<String> described() throws IOException {
        Set<String> found = new TreeSet<>();
        // The gateway may be a folder of classes or a jar.
        for (Resource file :
                new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:openapi/*.yml")) {
            found.addAll(in(file));
        }
        return found;
    }

    private static Set<String> in(Resource file) throws IOException {
        Set<String> found = new HashSet<>();
        Map<?, ?> document = new Yaml().load(file.getContentAsString(StandardCharsets.UTF_8));
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
