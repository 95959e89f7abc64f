package bootcamp.gateway.route;

import bootcamp.platform.security.RateLimits;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What anybody may do but few times an hour ({@code x-per-hour}): a token bucket for each operation
 * and address, whoever is signed in; more is 429. Local to this process, as all limits of an
 * address are.
 */
final class AddressLimits implements WebFilter, Ordered {

    private static final int BUCKETS_MAX = 20_000;

    private final Operations operations;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > BUCKETS_MAX;
                }
            };

    AddressLimits(Operations operations, TimeMeter time) {
        this.operations = operations;
        this.time = time;
    }

    @Override
    public int getOrder() {
        // After the bound on all that an address asks for, which is at -50.
        return -49;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Operation operation = operations.find(exchange);
        Integer perHour = operation == null ? null : operation.perHour();
        if (operation == null || perHour == null) {
            return chain.filter(exchange);
        }
        InetSocketAddress from = exchange.getRequest().getRemoteAddress();
        String address = from == null ? "" : from.getAddress().getHostAddress();
        String key = operation.method() + " " + operation.path() + " " + address;
        ConsumptionProbe probe = bucket(key, perHour).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? chain.filter(exchange)
                : Mono.error(RateLimits.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill())));
    }

    private Bucket bucket(String key, int perHour) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(key, _ -> newBucket(perHour));
        }
    }

    private Bucket newBucket(int perHour) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(
                        limit -> limit.capacity(perHour).refillGreedy(perHour, Duration.ofHours(1)))
                .build();
    }
}
