package bootcamp.gateway.route;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param services by name; without the path
 * @param route how long is waited for them
 * @param rateLimit how much one account, or one address that is not signed in, may ask for
 */
@ConfigurationProperties("bootcamp")
public record RouteProperties(
        @DefaultValue Map<String, Service> services,
        @DefaultValue Route route,
        @DefaultValue RateLimit rateLimit) {

    /**
     * @param url as {@code http://127.0.0.1:8081}
     */
    public record Service(URI url) {}

    /**
     * @param connect for a connection. Default 2 s
     * @param answer for the answer to begin, after the request was sent. Default 30 s
     */
    public record Route(
            @DefaultValue("2s") Duration connect, @DefaultValue("30s") Duration answer) {}

    /**
     * @param perSecond requests that are regained each second. Default 200
     * @param burst requests at once. Default 1000
     */
    public record RateLimit(
            @DefaultValue("200") long perSecond, @DefaultValue("1000") long burst) {}
}
