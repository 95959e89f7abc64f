package bootcamp.platform.http;

import bootcamp.platform.source.IdSource;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beans of a module that speaks HTTP; its {@code …Application} imports this and gives {@link
 * Texts} and {@link IdSource}, and {@link Unseen} where it answers such requests.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
public class HttpConfiguration {

    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return StrictJson::configure;
    }

    @Bean
    Problems problems(Texts texts, JsonMapper json, IdSource ids) {
        return new Problems(texts, json, ids);
    }

    @Bean
    TraceFilter traceFilter(IdSource ids, ObjectProvider<Unseen> unseen) {
        return new TraceFilter(ids, unseen.getIfAvailable(Unseen::none));
    }

    @Bean
    EntityTagFilter entityTagFilter() {
        return new EntityTagFilter();
    }

    /** {@code server.address} unset: all addresses, so no host is special. */
    @Bean
    HttpGuard httpGuard(
            HttpProperties properties,
            @Value("${server.address:#{null}}") @Nullable InetAddress at) {
        return new HttpGuard(properties, at != null && at.isLoopbackAddress());
    }

    /**
     * Its own event loops: Reactor Netty's global ones end for all contexts of the JVM when one of
     * them closes.
     */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.setLoopResourcesSupplier(
                () ->
                        LoopResources.create(
                                "http",
                                Math.max(2, Runtime.getRuntime().availableProcessors()),
                                true));
        factory.setShutdownQuietPeriod(Duration.ZERO);
        return factory;
    }
}
