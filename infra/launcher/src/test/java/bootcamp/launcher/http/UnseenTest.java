package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.IdentitySigner;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;

/**
 * Nothing is left of who sent a review, or when, in a log, a meter or the gateway's database: each
 * beside a request of which something is.
 */
class UnseenTest {

    private static final int SENT = 3;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final Site site = Site.get();

    @Test
    void aReviewLeavesNoLineAndNoFigure() throws InterruptedException {
        ReviewedCohort cohort = new ReviewedCohort(site.admin(), "unseen");
        String ticket = cohort.ticket(cohort.newStudent("unseen-student"));
        Client nobody = site.client();
        Set<String> before = settledFigures();
        Set<String> kept = documentsOfTheGateway();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger trace = (Logger) LoggerFactory.getLogger("bootcamp.trace");
        trace.setLevel(Level.DEBUG);
        root.addAppender(log);
        try {
            for (int i = 0; i < SENT; i++) {
                nobody.post("/api/reviews", "{" + ticket + ", \"rating\": 7}");
            }
            nobody.post("/api/reviews/receipt", "{" + ticket + "}").is(200);
            nobody.get("/api/reviews/keys?cohortId=unseen").is(200);
            nobody.post("/api/reviews", "{" + ticket + "}").is(422);
            String code =
                    nobody.post(
                                    "/api/reviews",
                                    "{" + ticket + ", \"rating\": 7, \"conduct\": \"canary\"}")
                            .is(200)
                            .text("conductCode");
            nobody.post("/api/conduct-reports/return", "{\"code\": \"" + code + "\"}").is(200);
            nobody.post(
                            "/api/conduct-reports/messages",
                            "{\"code\": \"" + code + "\", \"text\": \"canary\"}")
                    .is(200);
            nobody.post("/api/conduct-reports/return", "{\"code\": \"none\"}").is(404);
            nobody.post("/api/reviews/withdrawal", "{" + ticket + "}").is(204);
            assertThat(lines(log))
                    .noneMatch(line -> line.contains("reviews"))
                    .noneMatch(line -> line.contains("conduct"))
                    .noneMatch(line -> line.contains(code))
                    .noneMatch(line -> line.contains("canary"));
            assertThat(figures()).isEqualTo(before);
            assertThat(documentsOfTheGateway()).as("nothing is kept").isEqualTo(kept);

            site.admin().get("/api/reviews/moderation?cohortId=unseen").is(200);
            assertThat(lines(log)).filteredOn(line -> line.contains("answered")).hasSize(2);
            assertThat(figures()).isNotEqualTo(before);
        } finally {
            root.detachAppender(log);
            trace.setLevel(null);
        }
    }

    private static List<String> lines(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream()
                .map(line -> line.getFormattedMessage() + line.getKeyValuePairs())
                .toList();
    }

    private Set<String> documentsOfTheGateway() {
        try (MongoClient mongo = MongoClients.create(site.database().uri())) {
            MongoDatabase database = mongo.getDatabase("bootcamp_gateway");
            Set<String> documents =
                    Flux.from(database.listCollectionNames())
                            .concatMap(name -> database.getCollection(name).find())
                            .map(Document::toJson)
                            .collect(Collectors.toSet())
                            .block();
            assertThat(documents).as("accounts, at least").isNotEmpty();
            return documents;
        }
    }

    /** All that is counted of requests, at the gateway and the service. */
    private Set<String> figures() {
        return Stream.of(site.gateway, site.review)
                .flatMap(UnseenTest::figuresOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An answer is counted a moment after it was given. */
    private Set<String> settledFigures() throws InterruptedException {
        AtomicReference<Set<String>> seen = new AtomicReference<>(figures());
        Eventually.within(
                SOON,
                () -> {
                    LockSupport.parkNanos(A_WHILE.toNanos());
                    Set<String> now = figures();
                    return now.equals(seen.getAndSet(now));
                });
        return seen.get();
    }

    private static Stream<String> figuresOf(ApplicationContext at) {
        return at.getBean(MeterRegistry.class).getMeters().stream()
                .filter(UnseenTest::isOfRequests)
                .map(meter -> at.getId() + meter.getId() + counted(meter));
    }

    private static boolean isOfRequests(Meter meter) {
        return Stream.of("http.server", "spring.security", "http.secured")
                .anyMatch(meter.getId().getName()::startsWith);
    }

    private static String counted(Meter meter) {
        double counted = 0;
        for (var one : meter.measure()) {
            counted += one.getStatistic().name().equals("COUNT") ? one.getValue() : 0;
        }
        return " " + counted;
    }

    @Test
    void nothingOfTheCallerIsHandedOn() throws Exception {
        BlockingQueue<Headers> arrived = new LinkedBlockingQueue<>();
        HttpServer service =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/",
                exchange -> {
                    arrived.add(exchange.getRequestHeaders());
                    boolean isReceipt = exchange.getRequestURI().getPath().endsWith("/receipt");
                    byte[] answer =
                            (isReceipt
                                            ? "{\"state\": \"WAITING\", \"reason\": null, \"why\": null}"
                                            : "{\"items\": []}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    exchange.getResponseHeaders().set("Content-Type", Client.JSON);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        service.start();
        try (ReactiveWebServerApplicationContext gateway =
                site.startGateway(
                        Clock.systemUTC(),
                        site.database(),
                        "--bootcamp.http.trusted-proxies=127.0.0.1",
                        "--bootcamp.services.review.url=http://127.0.0.1:"
                                + service.getAddress().getPort())) {
            Map<String, String> said =
                    Map.of(
                            "traceparent",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "Idempotency-Key",
                            "mine",
                            "X-Forwarded-For",
                            "203.0.113.7",
                            "User-Agent",
                            "one of a kind",
                            "If-Match",
                            "\"mine\"",
                            "X-CSRF-Token",
                            "mine");
            Client nobody = site.client(gateway);
            said.forEach(nobody::with);

            nobody.post("/api/reviews/receipt", "{}", "Accept-Language", "ko").is(200);
            Headers headers = arrived.poll(10, TimeUnit.SECONDS);
            assertThat(headers).isNotNull();
            assertThat(names(headers))
                    .isSubsetOf(
                            "accept",
                            "accept-language",
                            "content-type",
                            "content-length",
                            "transfer-encoding",
                            "host",
                            "user-agent",
                            IdentitySigner.HEADER.toLowerCase(Locale.ROOT));
            assertThat(headers.toString())
                    .doesNotContain("0af7651916cd43dd8448eb211c80319c", "203.0.113.7", "mine")
                    .doesNotContain("one of a kind");
            assertThat(word(headers)).contains("\"sub\":\"\"").doesNotContain("admin");

            Client admin = site.client(gateway).bearer(Site.ADMIN, Site.PASSWORD);
            String trace = String.valueOf(said.get("traceparent"));
            admin.get("/api/conduct-reports", "traceparent", trace).is(200);
            assertThat(arrived.poll(10, TimeUnit.SECONDS))
                    .asString()
                    .contains("0af7651916cd43dd8448eb211c80319c");
            admin.post("/api/reviews/receipt", "{}").is(400, "IDENTITY_SENT");
            assertThat(arrived).isEmpty();
        } finally {
            service.stop(0);
        }
    }

    private static Set<String> names(Headers headers) {
        return headers.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** What the gateway says of who asks. */
    private static String word(Headers headers) {
        String word = headers.getFirst(IdentitySigner.HEADER).split("\\.", -1)[1];
        return new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8);
    }
}
