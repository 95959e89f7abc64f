package bootcamp.platform.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The fronts that are believed when they say for whom they ask: {@code X-Forwarded-For} and {@code
 * X-Forwarded-Proto} of all others are what anybody may write, and nobody reads them.
 */
final class TrustedProxies {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";

    private final List<IpSubnetFilterRule> networks;

    /**
     * @param networks addresses, or networks such as {@code 10.1.0.0/16}
     * @throws IllegalArgumentException naming the key and the entry that is neither
     */
    TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(TrustedProxies::network).toList();
    }

    private static IpSubnetFilterRule network(String entry) {
        try {
            String[] parts = entry.strip().split("/", 2);
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int bits =
                    parts.length == 1
                            ? address.getAddress().length * Byte.SIZE
                            : Integer.parseInt(parts[1]);
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "bootcamp.http.trusted-proxies: '%s' is neither an address nor a network such as 10.1.0.0/16"
                            .formatted(entry),
                    malformed);
        }
    }

    /** The request as who asked sent it; as it came where no trusted front brought it. */
    ServerHttpRequest seenThrough(ServerHttpRequest request) {
        InetSocketAddress from = request.getRemoteAddress();
        if (from == null || !isTrusted(from.getAddress())) {
            return request;
        }
        ServerHttpRequest.Builder seen =
                request.mutate()
                        .remoteAddress(
                                new InetSocketAddress(client(from.getAddress(), request), 0));
        URI uri = uri(request);
        return uri == null ? seen.build() : seen.uri(uri).build();
    }

    /** The last that no trusted front wrote of itself: what stands before it may be invented. */
    private InetAddress client(InetAddress nearest, ServerHttpRequest request) {
        InetAddress known = nearest;
        for (String entry : entries(request.getHeaders(), FOR).reversed()) {
            InetAddress next = literal(entry);
            if (next == null) {
                return known;
            }
            known = next;
            if (!isTrusted(next)) {
                return known;
            }
        }
        return known;
    }

    /** Null: the front does not say how it was asked. */
    private static @Nullable URI uri(ServerHttpRequest request) {
        List<String> schemes = entries(request.getHeaders(), PROTO);
        String scheme = schemes.isEmpty() ? "" : schemes.getLast();
        return scheme.equals("https") || scheme.equals("http")
                ? UriComponentsBuilder.fromUri(request.getURI()).scheme(scheme).build(true).toUri()
                : null;
    }

    private static List<String> entries(HttpHeaders headers, String name) {
        return headers.getOrEmpty(name).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    private static @Nullable InetAddress literal(String entry) {
        try {
            return InetAddress.ofLiteral(entry);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private boolean isTrusted(@Nullable InetAddress address) {
        return address != null
                && networks.stream()
                        .anyMatch(network -> network.matches(new InetSocketAddress(address, 0)));
    }
}
