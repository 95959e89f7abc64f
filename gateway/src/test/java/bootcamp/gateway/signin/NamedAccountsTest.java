package bootcamp.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

/** Who may be named as a reader of reports of conduct. */
class NamedAccountsTest {

    private static final String PATH = "/api/conduct-recipients/c-1";

    private final NamedAccounts named =
            new NamedAccounts(
                    names -> {
                        Set<String> known = new HashSet<>(Set.of("kim", "admin"));
                        known.retainAll(names);
                        return Mono.just(known);
                    });
    private final List<String> handedOn = new ArrayList<>();

    private void put(String path, String body) {
        named.filter(
                        MockServerWebExchange.from(MockServerHttpRequest.put(path).body(body)),
                        exchange ->
                                DataBufferUtils.join(exchange.getRequest().getBody())
                                        .map(each -> each.toString(StandardCharsets.UTF_8))
                                        .doOnNext(handedOn::add)
                                        .then())
                .block();
    }

    @Test
    void whoHasNoAccountOfStaffIsNotNamedAndNothingIsHandedOn() {
        String body = "{\"usernames\": [\"kim\", \"kin\", \"admin\", \"Kim\"]}";

        assertThatThrownBy(() -> put(PATH, body))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        problem ->
                                assertThat(problem.errors())
                                        .containsExactly(
                                                FieldError.of("usernames[1]", "UNKNOWN_STAFF"),
                                                FieldError.of("usernames[3]", "UNKNOWN_STAFF")));
        assertThat(handedOn).isEmpty();
    }

    /** What else is wrong is the service's to say, and what is nobody's business is not read. */
    @Test
    void everythingElseIsHandedOnAsItCame() {
        List<String> bodies =
                List.of(
                        "{\"usernames\": [\"kim\", \"admin\"]}",
                        "{\"usernames\": []}",
                        "{\"usernames\": [\" \"]}",
                        "{\"usernames\": [1, null]}",
                        "{\"usernames\": \"kim\"}",
                        "{\"usernames\": [",
                        "[]");
        bodies.forEach(body -> put(PATH, body));
        put(PATH + "/more", "{\"usernames\": [\"nobody\"]}");

        assertThat(handedOn).hasSize(bodies.size() + 1).containsAll(bodies);
    }
}
