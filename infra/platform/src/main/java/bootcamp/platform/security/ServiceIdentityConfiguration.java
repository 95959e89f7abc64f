package bootcamp.platform.security;

import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * What a service behind the gateway imports to know its callers: {@code
 * bootcamp.identity.public-key} and {@code bootcamp.identity.audience}, the service's name.
 */
@Configuration(proxyBeanMethods = false)
@Import(CallerConfiguration.class)
public class ServiceIdentityConfiguration {

    @Bean
    IdentityFilter identityFilter(
            @Value("${bootcamp.identity.public-key}") String publicKeys,
            @Value("${bootcamp.identity.audience}") String audience,
            InstantSource clock,
            Environment environment) {
        return new IdentityFilter(publicKeys, audience, clock, new ManagementPort(environment));
    }
}
