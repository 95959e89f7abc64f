package bootcamp.platform.security;

import org.springframework.core.env.Environment;
import org.springframework.web.server.ServerWebExchange;

/**
 * The port of {@code management.server.port}, where it is another than that of the API: for health
 * checks and metrics. It is never published beyond the network of the installation, so who reaches
 * it is inside and needs no identity; behind it are counts and states, no data of anybody.
 */
public final class ManagementPort {

    private final Environment environment;

    public ManagementPort(Environment environment) {
        this.environment = environment;
    }

    /** Whether the request came in through it; never where there is but one port. */
    public boolean isOf(ServerWebExchange exchange) {
        // Known only when the servers listen, and a port of 0 is known no sooner.
        Integer port = environment.getProperty("local.management.port", Integer.class);
        Integer ofApi = environment.getProperty("local.server.port", Integer.class);
        var at = exchange.getRequest().getLocalAddress();
        return port != null && !port.equals(ofApi) && at != null && at.getPort() == port;
    }
}
