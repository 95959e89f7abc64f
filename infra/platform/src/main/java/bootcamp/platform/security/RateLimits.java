package bootcamp.platform.security;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Unseen;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * A token bucket for each account, and for each address that nobody is signed in from: more is 429.
 * What is {@link Unseen} has no bucket, for its address is not to be remembered. Local to this
 * process: a bound on load, not a secret's last defence.
 */
public final class RateLimits implements WebFilter, Ordered {

    private static final int BUCKETS_MAX = 20_000;

    private final long perSecond;
    private final long burst;
    private final Unseen unseen;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > BUCKETS_MAX;
                }
            };

    /**
     * @param perSecond requests that a bucket gains each second
     * @param burst requests that a full bucket holds
     */
    public RateLimits(long perSecond, long burst, Unseen unseen) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.unseen = unseen;
    }

    @Override
    public int getOrder() {
        // After sign-in, which is at -100.
        return -50;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getPath().value().startsWith("/api/")
                || unseen.isOf(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        ConsumptionProbe probe = bucket(key(exchange)).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? chain.filter(exchange)
                : Mono.error(tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill())));
    }

    /** 429 with {@code Retry-After}, rounded up to whole seconds. */
    public static ProblemException tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                "TOO_MANY_REQUESTS",
                Map.of("seconds", seconds),
                List.of(),
                Duration.ofSeconds(seconds));
    }

    private static String key(ServerWebExchange exchange) {
        if (exchange.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) {
            return "account " + caller.username();
        }
        InetSocketAddress from = exchange.getRequest().getRemoteAddress();
        return "address " + (from == null ? "" : from.getAddress().getHostAddress());
    }

    private Bucket bucket(String key) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(key, _ -> newBucket());
        }
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(burst)
                                        .refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
