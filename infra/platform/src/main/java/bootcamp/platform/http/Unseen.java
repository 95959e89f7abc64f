package bootcamp.platform.http;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The requests of which nothing is kept that could tell later when they were made and by whom: they
 * have no trace, no line in the log, no place in any metric and no limit for their address. A
 * module that answers such requests gives one as a bean.
 */
public final class Unseen implements ObservationPredicate {

    /** Counts of requests that do not say of which, so that these would be what is left over. */
    private static final String OF_ALL_REQUESTS = "spring.security.";

    private final List<Route> routes;

    /** One method at one path. */
    public record Route(HttpMethod method, PathPattern path) {}

    public Unseen(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Where all requests are seen. */
    public static Unseen none() {
        return new Unseen(List.of());
    }

    public boolean isOf(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return routes.stream()
                .anyMatch(
                        each ->
                                each.method().equals(request.getMethod())
                                        && each.path().matches(path));
    }

    /** Whether something is measured. */
    @Override
    public boolean test(String name, Observation.Context context) {
        if (context instanceof ServerRequestObservationContext asked) {
            ServerHttpRequest request = asked.getCarrier();
            return request == null || !isOf(request);
        }
        return routes.isEmpty() || !name.startsWith(OF_ALL_REQUESTS);
    }
}
