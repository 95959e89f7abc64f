package bootcamp.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.http.ProblemException;
import io.github.bucket4j.TimeMeter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

/** How often an address may do what anybody may. */
class AddressLimitsTest {

    private static final String APPLY = "/api/cohorts/c/applications";

    /** By which tokens come back; it stands unless a test moves it. */
    private static final class Standing implements TimeMeter {

        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private final Standing clock = new Standing();
    private final Operations operations = new Operations(OpenApi.read());
    private final AddressLimits limits = new AddressLimits(operations, clock);
    private final AtomicInteger passed = new AtomicInteger();

    private void ask(MockServerHttpRequest.BaseBuilder<?> request, String address) {
        ask(of(request, address));
    }

    private static MockServerWebExchange of(
            MockServerHttpRequest.BaseBuilder<?> request, String address) {
        return MockServerWebExchange.from(
                request.remoteAddress(new InetSocketAddress(address, 1000)));
    }

    private void ask(MockServerWebExchange exchange) {
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

    /** Whatever token it sends, also a wrong one, and of whatever pool. */
    @ParameterizedTest
    @CsvSource({
        "GET, /api/gpu-pools/%d/holders, 7200",
        "PUT, /api/gpu-pools/%d/reports/r, 20000",
    })
    void aScriptOfAClusterAsksSoOftenAndIsToldWhenItMayAgain(
            HttpMethod method, String path, int perHour) {
        var one = of(script(method, path.formatted(1), "one"), "192.0.2.1");
        var other = of(script(method, path.formatted(2), "other"), "192.0.2.1");
        for (int i = 0; i < perHour; i += 2) {
            ask(one);
            ask(other);
        }

        assertThatThrownBy(() -> ask(script(method, path.formatted(7), "another"), "192.0.2.1"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
                            assertThat(problem.code()).isEqualTo("TOO_MANY_REQUESTS");
                            assertThat(problem.retryAfter()).isPositive();
                        });
        assertThat(passed).hasValue(perHour);
        ask(script(method, path.formatted(7), "another"), "192.0.2.2");
        ask(MockServerHttpRequest.get("/api/gpu-pools"), "192.0.2.1");
        clock.nanos = Duration.ofHours(1).dividedBy(perHour).plusNanos(1).toNanos();
        ask(script(method, path.formatted(7), "another"), "192.0.2.1");
        assertThat(passed).hasValue(perHour + 3);
    }

    private static MockServerHttpRequest.BaseBuilder<?> script(
            HttpMethod method, String path, String token) {
        return MockServerHttpRequest.method(method, path).header("GPU-Pool-Token", token);
    }
}
