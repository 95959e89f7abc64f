package bootcamp.gateway.route;

import bootcamp.platform.http.Unseen;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.ManagementPort;
import bootcamp.platform.security.RateLimits;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.node.ObjectNode;

/** The beans of routes and rights. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RouteProperties.class)
public class RouteConfiguration {

    private final ObjectNode document = OpenApi.read();

    @Bean
    Operations operations() {
        return new Operations(document);
    }

    @Bean
    OpenApiApi openApiApi() {
        return new OpenApiApi(document);
    }

    @Bean
    AccessApi accessApi(Operations operations, Environment environment) {
        return new AccessApi(operations, new ManagementPort(environment));
    }

    @Bean
    IdentitySigner identitySigner(
            @Value("${bootcamp.identity.private-key}") String key, InstantSource clock) {
        return new IdentitySigner(key, clock);
    }

    @Bean
    Services services(
            RouteProperties properties, IdentitySigner signer, ReactorResourceFactory resources) {
        return new Services(properties, signer, resources);
    }

    @Bean
    RoutesApi routesApi(Operations operations, Services services) {
        return new RoutesApi(operations, services);
    }

    @Bean
    Unseen unseen(Operations operations) {
        return operations.unseen();
    }

    @Bean
    UnseenApi unseenApi(Unseen unseen) {
        return new UnseenApi(unseen);
    }

    @Bean
    RateLimits rateLimits(RouteProperties properties, Unseen unseen) {
        return new RateLimits(
                properties.rateLimit().perSecond(), properties.rateLimit().burst(), unseen);
    }

    @Bean
    AddressLimits addressLimits(Operations operations) {
        return new AddressLimits(operations, TimeMeter.SYSTEM_MILLISECONDS);
    }
}
