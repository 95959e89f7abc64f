package bootcamp.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.http.ProblemException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

/** How often an address may do what anybody may. */
class AddressLimitsTest {

    private static final String APPLY = "/api/cohorts/c/applications";

    private final Operations operations = new Operations(OpenApi.read());
    private final AddressLimits limits = new AddressLimits(operations);
    private final AtomicInteger passed = new AtomicInteger();

    private void ask(MockServerHttpRequest.BaseBuilder<?> request, String address) {
        var exchange =
                MockServerWebExchange.from(
                        request.remoteAddress(new InetSocketAddress(address, 1000)));
        limits.filter(
                        exchange,
                        _ -> {
                            passed.incrementAndGet();
                            return Mono.empty();
                        })
                .block();
    }

    @Test
    void anAddressAppliesSoOftenAndAnotherStillMay() {
        int perHour = 120;
        for (int i = 0; i < perHour; i++) {
            ask(MockServerHttpRequest.post(APPLY), "192.0.2.1");
        }

        assertThatThrownBy(() -> ask(MockServerHttpRequest.post(APPLY), "192.0.2.1"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem ->
                                assertThat(problem.status())
                                        .isEqualTo(HttpStatus.TOO_MANY_REQUESTS));
        ask(MockServerHttpRequest.post(APPLY), "192.0.2.2");
        ask(MockServerHttpRequest.get(APPLY), "192.0.2.1");
        assertThat(passed).hasValue(perHour + 2);
    }
}
