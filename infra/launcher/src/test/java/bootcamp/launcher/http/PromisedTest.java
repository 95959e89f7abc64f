package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.http.Contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What users were promised once ({@code contract/promised.json}) is what the document still allows:
 * it may only grow. So an answer may have more than was promised, and a request may not need more.
 */
class PromisedTest {

    private final Site site = Site.get();

    static Stream<JsonNode> promised() throws IOException {
        try (InputStream in = PromisedTest.class.getResourceAsStream("/contract/promised.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in)).valueStream();
        }
    }

    @ParameterizedTest
    @MethodSource("promised")
    void theDocumentAllowsWhatWasPromised(JsonNode promise) {
        String id = promise.path("operation").asString();
        Operation operation =
                site.contract.operations().stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(id + " is not in the document"));

        assertThat(operation.statuses()).contains(promise.path("status").asInt());
        assertThat(site.contract.parameters(operation).map(one -> one.path("name").asString()))
                .containsAll(
                        promise.path("parameters").valueStream().map(JsonNode::asString).toList());
        if (promise.has("request")) {
            assertThat(site.contract.flawsOfRequest(operation, promise.path("request"))).isEmpty();
        }
        if (promise.has("answer")) {
            assertThat(
                            site.contract.flawsOfPart(
                                    operation,
                                    promise.path("status").asString(),
                                    promise.path("answer")))
                    .isEmpty();
        }
    }
}
