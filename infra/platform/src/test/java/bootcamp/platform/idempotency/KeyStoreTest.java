package bootcamp.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.StrictJson;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyStoreTest {

    private final MongoServer server = new MongoServer(H2Backend.inMemory());
    private final MongoClient client = MongoClients.create(server.bindAndGetConnectionString());
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2024-03-04T23:59:30Z"));
    private final KeyStore store = new KeyStore(client.getDatabase("keys"), now::get);
    private final Idempotency idempotency =
            new Idempotency(KeyedHash.of("0123456789abcdef"), store, StrictJson.mapper());

    @AfterAll
    void close() {
        client.close();
        server.shutdownNow();
    }

    private static ServerWebExchange exchange(
            String user, HttpMethod method, String path, String key) {
        ServerWebExchange exchange =
                MockServerWebExchange.from(
                        MockServerHttpRequest.method(method, path)
                                .header(Idempotency.HEADER, key)
                                .build());
        exchange.getAttributes()
                .put(Caller.ATTRIBUTE, new Caller(user, Set.of(Role.STAFF), null, null, Set.of()));
        return exchange;
    }

    private Terms terms(String user, String path, String key, Object body) {
        return Objects.requireNonNull(
                idempotency
                        .terms(exchange(user, HttpMethod.POST, path, key), body)
                        .block(Duration.ofSeconds(10)));
    }

    @Test
    void whoeverSaysFirstWhomARequestIsAboutIsRightUntilItIsTakenBack() {
        CommandKey key =
                Objects.requireNonNull(terms("a", "/api/cohorts", "about", Map.of()).key());
        assertThat(store.subject(key).blockOptional()).isEmpty();

        assertThat(store.isAbout(key, "ann").block()).isEqualTo("ann");
        assertThat(store.isAbout(key, "bora").block()).isEqualTo("ann");
        store.isNotAbout(key, "bora").block();
        assertThat(store.subject(key).block()).isEqualTo("ann");
        store.isNotAbout(key, "ann").block();

        assertThat(store.subject(key).blockOptional()).isEmpty();
        assertThat(store.isAbout(key, "bora").block()).isEqualTo("bora");
    }

    @Test
    void theSameKeyAndBodyAgainMeanTheSameCommandAndTheSameId() {
        Terms first = terms("a", "/api/cohorts", "k-1", Map.of("name", "x"));
        Terms again = terms("a", "/api/cohorts", "k-1", Map.of("name", "x"));

        assertThat(again).isEqualTo(first);
        assertThat(Idempotency.newId(again, IdSource.random()))
                .isEqualTo(Idempotency.newId(first, IdSource.random()))
                .hasSize(32);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefusedAlsoAfterMidnightAndNotADayLater() {
        Instant before = now.get();
        try {
            terms("a", "/api/cohorts", "k-2", Map.of("name", "x"));
            now.set(before.plus(Duration.ofMinutes(1)));
            assertThatThrownBy(() -> terms("a", "/api/cohorts", "k-2", Map.of("name", "y")))
                    .hasMessage("IDEMPOTENCY_KEY_REUSED");
            now.set(before.plus(Duration.ofHours(25)));
            assertThat(terms("a", "/api/cohorts", "k-2", Map.of("name", "y")).key()).isNotNull();
        } finally {
            now.set(before);
        }
    }

    @Test
    void anotherPersonsSameKeyIsAnotherKey() {
        Terms one = terms("a", "/api/cohorts", "k-3", "x");
        Terms other = terms("b", "/api/cohorts", "k-3", "y");
        Terms elsewhere = terms("a", "/api/lectures", "k-3", "z");

        assertThat(Set.of(key(one), key(other), key(elsewhere))).hasSize(3);
    }

    private static String key(Terms terms) {
        return Objects.requireNonNull(terms.key()).key();
    }

    @Test
    void theKeyItselfIsNotStored() {
        terms("a", "/api/cohorts", "my-private-key", "x");

        StringBuilder all = new StringBuilder();
        reactor.core.publisher.Flux.from(client.getDatabase("keys").getCollection("keys").find())
                .doOnNext(all::append)
                .blockLast(Duration.ofSeconds(10));
        assertThat(all.toString()).isNotEmpty().doesNotContain("my-private-key", "cohorts");
    }

    @Test
    void keysAreSweptOnceTheyAreOld() {
        Instant before = now.get();
        try {
            terms("a", "/api/cohorts", "k-4", "x");
            assertThat(store.sweep().block(Duration.ofSeconds(10))).isZero();
            now.set(before.plus(Duration.ofDays(3)));
            assertThat(store.sweep().block(Duration.ofSeconds(10))).isPositive();
        } finally {
            now.set(before);
        }
    }

    @Test
    void whatWasDoneUnderAKeyIsNotDoneAgainForADayAndAFailureIs() {
        Instant before = now.get();
        AtomicInteger done = new AtomicInteger();
        Mono<Done> work = Mono.fromSupplier(() -> new Done(done.incrementAndGet(), null));
        try {
            assertThatThrownBy(() -> once("k-6", Mono.error(ProblemException.notFound())))
                    .hasMessage("NOT_FOUND");
            assertThat(once("k-6", work)).isEqualTo(new Done(1, null));
            now.set(before.plus(Duration.ofMinutes(1)));
            assertThat(once("k-6", work)).isEqualTo(new Done(1, null));
            assertThat(once("k-7", work)).isEqualTo(new Done(2, null));
            now.set(before.plus(Duration.ofHours(25)));
            assertThat(once("k-6", work)).isEqualTo(new Done(3, null));
        } finally {
            now.set(before);
        }
    }

    record Done(int times, @Nullable String detail) {}

    private Done once(String key, Mono<Done> work) {
        ServerWebExchange exchange = exchange("a", HttpMethod.POST, "/api/replays/x", key);
        return Objects.requireNonNull(
                idempotency.once(exchange, "", Done.class, work).block(Duration.ofSeconds(10)));
    }

    @Test
    void aMalformedKeyIsRefusedAndOtherMethodsTakeNone() {
        for (String bad : new String[] {"x".repeat(129), "a b", "ключ", " "}) {
            assertThatThrownBy(() -> terms("a", "/api/cohorts", bad, "x"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("MALFORMED_REQUEST");
        }
        Terms put =
                Objects.requireNonNull(
                        idempotency
                                .terms(exchange("a", HttpMethod.PUT, "/api/x", "k-5"), "x")
                                .block(Duration.ofSeconds(10)));
        assertThat(put.key()).isNull();
    }
}
