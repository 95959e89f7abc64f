package bootcamp.gateway;

import bootcamp.gateway.contest.ContestBeans;
import bootcamp.gateway.dashboard.DashboardBeans;
import bootcamp.gateway.dashboard.DashboardFeedBeans;
import bootcamp.gateway.dashboard.ReplayBeans;
import bootcamp.gateway.lecture.LectureBeans;
import bootcamp.gateway.lecture.LiveLectures;
import bootcamp.gateway.page.PageApi;
import bootcamp.gateway.page.SecurityHeadersApi;
import bootcamp.gateway.route.HealthBeans;
import bootcamp.gateway.route.RouteConfiguration;
import bootcamp.gateway.signin.AccountFeedBeans;
import bootcamp.gateway.signin.OpenIdConnectBeans;
import bootcamp.gateway.signin.SignInConfiguration;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.HttpConfiguration;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.security.CallerConfiguration;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** The gateway: main, and every bean that is not of one package alone. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    HttpConfiguration.class,
    CallerConfiguration.class,
    RouteConfiguration.class,
    HealthBeans.class,
    SignInConfiguration.class,
    OpenIdConnectBeans.class,
    AccountFeedBeans.class,
    DashboardBeans.class,
    DashboardFeedBeans.class,
    LectureBeans.class,
    ContestBeans.class,
    ReplayBeans.class
})
public class GatewayApplication {

    /** The configuration file's name: {@code gateway.yml}. */
    public static final String NAME = "gateway";

    static final String DATABASE = "bootcamp_gateway";

    private static final int TASKS_AT_ONCE = 4;

    public static void main(String[] args) {
        builder().run(args);
    }

    /** For the launcher, which runs several contexts in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .properties("spring.config.name=" + NAME);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    IdSource ids() {
        return IdSource.random();
    }

    @Bean
    Texts texts() {
        return Texts.of(NAME);
    }

    /** What it hashes is found again by this secret only: it belongs to the data. */
    @Bean
    KeyedHash keyedHash(@Value("${bootcamp.hashing.secret}") String secret) {
        return KeyedHash.of(secret);
    }

    @Bean
    Cursors cursors(KeyedHash hash) {
        return new Cursors(hash);
    }

    @Bean
    MongoClient mongoClient(@Value("${bootcamp.mongodb.uri}") String uri) {
        return MongoClients.create(
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .applicationName(NAME)
                        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                        .applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(5, TimeUnit.SECONDS))
                        .build());
    }

    @Bean
    MongoDatabase mongoDatabase(MongoClient client) {
        return client.getDatabase(DATABASE);
    }

    @Bean
    KafkaClients kafkaClients(@Value("${bootcamp.kafka.bootstrap-servers}") String servers) {
        return new KafkaClients(servers);
    }

    @Bean
    Background background() {
        return new Background(TASKS_AT_ONCE);
    }

    @Bean
    KeyStore keyStore(MongoDatabase database, InstantSource clock) {
        return new KeyStore(database, clock);
    }

    @Bean
    Idempotency idempotency(KeyedHash hash, KeyStore keys, JsonMapper json) {
        return new Idempotency(hash, keys, json);
    }

    @Bean
    InitializingBean chores(Background background, KeyStore keys) {
        return () -> background.every(Duration.ofHours(1), "old keys", keys::sweep);
    }

    @Bean
    RouterFunction<ServerResponse> pages(LiveLectures lectures) {
        return PageApi.routes(lectures::sharedTitle);
    }

    @Bean
    SecurityHeadersApi securityHeaders() {
        return new SecurityHeadersApi();
    }
}
