package bootcamp.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

/**
 * Who a request comes from, where fronts stand before the server and where somebody invents one.
 */
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            new TrustedProxies(List.of("10.1.0.0/16", "fd00::7"));

    private static MockServerHttpRequest.BaseBuilder<?> from(String address) {
        return MockServerHttpRequest.get("http://school.example/api/users?limit=2")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(address), 4711));
    }

    private static String address(ServerHttpRequest request) {
        return Objects.requireNonNull(request.getRemoteAddress()).getAddress().getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3 | 203.0.113.7                       | 203.0.113.7",
                "10.1.2.3 | 198.51.100.1, 203.0.113.7         | 203.0.113.7",
                "10.1.2.3 | 203.0.113.7, 10.1.9.9             | 203.0.113.7",
                "10.1.2.3 | 10.1.8.8, 10.1.9.9                | 10.1.8.8",
                "10.1.2.3 | 203.0.113.7, nonsense             | 10.1.2.3",
                "10.1.2.3 | 203.0.113.7, school.example       | 10.1.2.3",
                "10.1.2.3 | ''                                | 10.1.2.3",
                "fd00::7  | 2001:db8::1                       | 2001:db8:0:0:0:0:0:1",
                "fd00::8  | 203.0.113.7                       | fd00:0:0:0:0:0:0:8",
                "10.2.2.3 | 203.0.113.7                       | 10.2.2.3",
                "10.2.2.3 | 10.1.2.3                          | 10.2.2.3",
            })
    void theLastThatNoTrustedFrontWroteOfItselfIsWhoAsks(
            String from, String forwarded, String expected) {
        ServerHttpRequest request = from(from).header("X-Forwarded-For", forwarded).build();

        assertThat(address(PROXIES.seenThrough(request))).isEqualTo(expected);
    }

    @Test
    void severalLinesAreOneList() {
        ServerHttpRequest request =
                from("10.1.2.3")
                        .header("X-Forwarded-For", "198.51.100.1")
                        .header("X-Forwarded-For", "203.0.113.7")
                        .build();

        assertThat(address(PROXIES.seenThrough(request))).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, https, https://school.example/api/users?limit=2",
        "10.1.2.3, 'http, https', https://school.example/api/users?limit=2",
        "10.1.2.3, ftp, http://school.example/api/users?limit=2",
        "10.2.2.3, https, http://school.example/api/users?limit=2"
    })
    void aTrustedFrontAloneSaysThatItWasAskedByHttps(String from, String proto, String expected) {
        ServerHttpRequest request = from(from).header("X-Forwarded-Proto", proto).build();

        assertThat(PROXIES.seenThrough(request).getURI()).hasToString(expected);
    }

    @Test
    void whereNobodyIsTrustedTheRequestIsAsItCame() {
        ServerHttpRequest request =
                from("127.0.0.1").header("X-Forwarded-For", "203.0.113.7").build();

        assertThat(new TrustedProxies(List.of()).seenThrough(request)).isSameAs(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"front", "10.1.0.0/33", "10.1.0.0/x", "10.1.0.0/-1", "", "/"})
    void whatIsNoNetworkStopsTheStart(String entry) {
        assertThatThrownBy(() -> new TrustedProxies(List.of("10.1.0.0/16", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootcamp.http.trusted-proxies: '" + entry + "'");
    }
}
