package bootcamp.gateway.signin;

import bootcamp.platform.http.HttpProperties;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of signing in by an issuer. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OidcProperties.class)
public class OpenIdConnectBeans {

    private static final Duration SWEEP = Duration.ofHours(1);

    /** Null: no issuer is configured. */
    @Bean
    @Nullable OpenIdConnect openIdConnect(OidcProperties properties, InstantSource clock) {
        return properties.issuer() == null ? null : new OpenIdConnect(properties, clock);
    }

    @Bean
    OpenIdAttemptStore openIdAttemptStore(
            MongoDatabase database, KeyedHash hash, IdSource ids, InstantSource clock) {
        return new OpenIdAttemptStore(database, hash, ids, clock);
    }

    @Bean
    OpenIdConnectApi openIdConnectApi(
            ObjectProvider<OpenIdConnect> issuer,
            OidcProperties properties,
            OpenIdAttemptStore attempts,
            HttpProperties http,
            Links links,
            SignIn signIn,
            SignInApi sessions) {
        return new OpenIdConnectApi(
                issuer.getIfAvailable(),
                properties.name(),
                attempts,
                new SessionCookie(http.https(), OpenIdAttemptStore.LIFE, "sign-in"),
                links,
                signIn,
                sessions);
    }

    @Bean
    InitializingBean openIdChores(Background background, OpenIdAttemptStore attempts) {
        return () -> background.every(SWEEP, "old attempts by issuer", attempts::sweep);
    }
}
