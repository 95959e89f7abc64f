package bootcamp.gateway.dashboard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How dashboards are rendered and shown.
 *
 * @param renderPause least time between two renders of a cohort. Default 50 ms, 1 ms to 10 s; more
 *     saves work where facts come in a rush, and pages show them later
 * @param heartbeat between two signs of life on a stream. Default 15 s, 100 ms to 5 min; proxies
 *     end connections that are silent for long, and pages reconnect after 35 s
 * @param knownWithin how long a request for a cohort that is not known waits for it. Default 3 s, 0
 *     to 30 s
 * @param staleAfter for how long the topics may be silent before dashboards say since when. Default
 *     10 s, 1 s to 10 min; they are asked every 2 s
 * @param viewersMax streams open at once; more is 503. Default 12,000, 1 to 1,000,000
 * @param viewersMaxSession streams open at once for one browser session; more is 429. Default 6, 1
 *     to 1,000,000
 * @param viewersMaxAccount streams open at once for one account without a session, by token; more
 *     is 429. Default 2,000, 1 to 1,000,000
 */
@ConfigurationProperties("bootcamp.dashboards")
public record DashboardProperties(
        @DefaultValue("50ms") Duration renderPause,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("3s") Duration knownWithin,
        @DefaultValue("10s") Duration staleAfter,
        @DefaultValue("12000") int viewersMax,
        @DefaultValue("6") int viewersMaxSession,
        @DefaultValue("2000") int viewersMaxAccount) {

    private static final int VIEWERS_LIMIT = 1_000_000;

    public DashboardProperties {
        within("render-pause", renderPause, Duration.ofMillis(1), Duration.ofSeconds(10));
        within("heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofMinutes(5));
        within("known-within", knownWithin, Duration.ZERO, Duration.ofSeconds(30));
        within("stale-after", staleAfter, Duration.ofSeconds(1), Duration.ofMinutes(10));
        within("viewers-max", viewersMax);
        within("viewers-max-session", viewersMaxSession);
        within("viewers-max-account", viewersMaxAccount);
    }

    private static void within(String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw outside(key, value, min, max);
        }
    }

    private static void within(String key, int value) {
        if (value < 1 || value > VIEWERS_LIMIT) {
            throw outside(key, value, 1, VIEWERS_LIMIT);
        }
    }

    private static IllegalArgumentException outside(
            String key, Object value, Object min, Object max) {
        return new IllegalArgumentException(
                "bootcamp.dashboards.%s is %s, but must be from %s to %s"
                        .formatted(key, value, min, max));
    }
}
