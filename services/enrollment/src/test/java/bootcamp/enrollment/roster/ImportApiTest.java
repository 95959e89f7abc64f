package bootcamp.enrollment.roster;

import static bootcamp.enrollment.roster.ImportService.COHORT;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.HttpConfiguration;
import bootcamp.platform.http.StrictJson;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import bootcamp.platform.security.ServiceIdentityConfiguration;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** The addresses of imports on a real port, behind all that stands before a service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportApiTest {

    private static final String CSV = "text/csv";
    private static final String ROSTER = "/api/cohorts/" + COHORT + "/imports?kind=roster";
    private static final IdentityKeys KEYS = IdentityKeys.generate();
    private static final Caller STAFF =
            new Caller("staff", Set.of(Role.STAFF), null, null, Set.of());
    private static final Caller STRANGER =
            new Caller("other", Set.of(Role.STAFF), null, null, Set.of("another-cohort"));
    private static final Caller STUDENT =
            new Caller("student", Set.of(Role.STUDENT), "s1", null, Set.of());

    private static final EmbeddedDatabase SERVER = EmbeddedDatabase.inMemory();
    private static final ImportService SERVICE = new ImportService(SERVER.uri());

    private final HttpClient client = HttpClient.newHttpClient();
    private final IdentitySigner signer =
            new IdentitySigner(KEYS.privateKey(), InstantSource.system());
    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;

    @BeforeAll
    void start() {
        SERVICE.open(50);
        var context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(Parts.class)
                                .registerShutdownHook(false)
                                .properties(
                                        "spring.config.name=imports",
                                        "spring.main.banner-mode=off",
                                        "spring.main.web-application-type=reactive",
                                        "server.address=127.0.0.1",
                                        "server.port=0",
                                        "bootcamp.identity.audience=enrollment",
                                        "bootcamp.identity.public-key=" + KEYS.publicKey())
                                .run();
        open.add(context);
        port = Objects.requireNonNull(context.getWebServer()).getPort();
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        client.close();
        SERVICE.close();
        SERVER.close();
    }

    @Test
    void aRosterIsPreviewedAppliedShownAndUndone() {
        byte[] file =
                "학번;성명;입과일\na1;김하늘;2024. 1. 2.\na2;이바다;2024-02-30\n"
                        .getBytes(Charset.forName("x-windows-949"));

        Answer begun = post(STAFF, ROSTER + "&preview=true", CSV, file);
        String path = "/api/imports/" + begun.json().get("importId").asString();

        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.header("Location")).isEqualTo(path);
        JsonNode preview = until(path, "PREVIEWED");
        assertThat(preview.get("encoding").asString()).isEqualTo("CP949");
        assertThat(preview.get("separator").asString()).isEqualTo(";");
        assertThat(preview.get("columns").toString())
                .isEqualTo("{\"externalId\":0,\"name\":1,\"enrolledOn\":2}");
        assertThat(figures(preview, "rows", "new", "changed", "unchanged", "conflicts", "rejected"))
                .isEqualTo(List.of(2, 1, 0, 0, 0, 1));
        assertThat(post(STAFF, path + "/application", null, new byte[0]).status()).isEqualTo(202);
        JsonNode done = until(path, "DONE");
        assertThat(figures(done, "rows", "applied", "unchanged", "rejected"))
                .isEqualTo(List.of(2, 1, 0, 1));
        assertThat(done.has("new")).isFalse();
        Answer undone = send(STAFF, "DELETE", path, null, new byte[0]);
        assertThat(undone.status()).isEqualTo(200);
        assertThat(figures(undone.json(), "restored", "kept")).isEqualTo(List.of(1, 0));
        assertThat(undone.json().get("state").asString()).isEqualTo("UNDONE");
    }

    @Test
    void reasonsAreInTheReadersLanguageAndQuoteNothing() {
        String path = importing("externalId,enrolledOn\nb1,2024-02-30\n");

        String english = get(STAFF, path, "Accept-Language", "en").body();
        String korean = get(STAFF, path, "Accept-Language", "ko-KR").body();

        assertThat(english).contains("there is no such day", "\"field\":\"enrolledOn\"");
        assertThat(korean).contains("없는 날짜입니다").doesNotContain("02-30");
    }

    @Test
    void aFileThatCannotBeReadIsAProblemAtOnce() {
        Answer answer = post(STAFF, ROSTER, CSV, bytes("externalId,name\n1,\"A\n"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("code").asString()).isEqualTo("UNCLOSED_QUOTE");
        assertThat(answer.json().get("detail").asString()).contains("row 2");
    }

    @Test
    void aFileOfHundredMegabytesIsTooLarge() {
        assertThat(post(STAFF, ROSTER, CSV, new byte[21 << 20]).json().get("code").asString())
                .isEqualTo("FILE_TOO_LARGE");
        assertThat(post(STAFF, ROSTER, CSV, new byte[100 << 20]).status()).isEqualTo(413);
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThat(post(STAFF, ROSTER, "application/json", bytes("{}")).status()).isEqualTo(415);
        assertThat(post(STAFF, ROSTER, CSV, new byte[0]).json().get("code").asString())
                .isEqualTo("EMPTY_FILE");
        assertThat(post(STAFF, ROSTER.replace("roster", "grades"), CSV, bytes("a")).status())
                .isEqualTo(400);
    }

    @Test
    void encodingAndSeparatorCanBeTold() {
        byte[] file = "externalId;name\nc1;¿¬\n".getBytes(StandardCharsets.UTF_8);

        Answer begun =
                post(
                        STAFF,
                        ROSTER + "&preview=true&encoding=EUC-KR&separator=semicolon",
                        CSV,
                        file);
        JsonNode preview =
                until("/api/imports/" + begun.json().get("importId").asString(), "PREVIEWED");

        assertThat(preview.get("encoding").asString()).isEqualTo("CP949");
        assertThat(post(STAFF, ROSTER + "&encoding=EBCDIC", CSV, file).status()).isEqualTo(422);
    }

    @Test
    void onlyThoseWhoWorkWithTheCohortSeeItsImports() {
        String path = importing("externalId\nd1\n");
        String list = "/api/cohorts/" + COHORT + "/imports";

        assertThat(get(STUDENT, path).status()).isEqualTo(403);
        assertThat(get(STRANGER, path).status()).isEqualTo(404);
        assertThat(get(STRANGER, list).status()).isEqualTo(404);
        assertThat(post(STRANGER, ROSTER, CSV, bytes("externalId\n1\n")).status()).isEqualTo(404);
        assertThat(post(STUDENT, ROSTER, CSV, bytes("externalId\n1\n")).status()).isEqualTo(403);
        assertThat(send(STRANGER, "DELETE", path, null, new byte[0]).status()).isEqualTo(404);
        assertThat(post(STRANGER, path + "/application", null, new byte[0]).status())
                .isEqualTo(404);
        assertThat(get(STAFF, "/api/imports/~staged").status()).isEqualTo(404);
    }

    @Test
    void importsAreListedInPages() {
        importing("externalId\ne1\n");
        importing("externalId\ne2\n");
        String list = "/api/cohorts/" + COHORT + "/imports?limit=1";

        JsonNode first = get(STAFF, list).json();
        JsonNode second = get(STAFF, list + "&cursor=" + first.get("next").asString()).json();

        assertThat(first.get("items")).hasSize(1);
        assertThat(second.get("items").get(0).get("importId").asString())
                .isLessThan(first.get("items").get(0).get("importId").asString());
        assertThat(first.get("items").get(0).has("errors")).isFalse();
    }

    @Test
    void importsAreATableTooTheNewestFirstAndWithoutPages() {
        String first = importing("externalId\ng1\n");
        String second = importing("externalId\ng2\n");

        Answer table = get(STAFF, "/api/cohorts/" + COHORT + "/imports?limit=1", "Accept", CSV);
        List<String> lines = table.body().lines().toList();

        assertThat(table.status()).isEqualTo(200);
        assertThat(lines.getFirst()).startsWith("importId,state,startedAt,by,format,rows,");
        assertThat(lines.get(1)).startsWith(idIn(second) + ",").contains(",DONE,");
        assertThat(lines.get(2)).startsWith(idIn(first) + ",");
        assertThat(get(STRANGER, "/api/cohorts/" + COHORT + "/imports", "Accept", CSV).status())
                .isEqualTo(404);
    }

    private static String idIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    void theSameRequestAgainIsTheSameImport() {
        byte[] file = bytes("externalId\nf1\n");

        Answer first = post(STAFF, ROSTER, CSV, file, "Idempotency-Key", "k1");
        Answer again = post(STAFF, ROSTER, CSV, file, "Idempotency-Key", "k1");
        Answer other = post(STAFF, ROSTER, CSV, bytes("email\na@b\n"), "Idempotency-Key", "k1");

        assertThat(again.json().get("importId")).isEqualTo(first.json().get("importId"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void whatIsKnownIsNotSentAgain() {
        String path = importing("externalId\ng1\n");
        String etag = get(STAFF, path).header("ETag");

        assertThat(get(STAFF, path, "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(get(STAFF, path, "If-None-Match", etag, "Accept-Language", "ko").status())
                .isEqualTo(200);
    }

    @Test
    void applyingWhatIsOverIsAConflict() {
        String path = importing("externalId\nh1\n");
        send(STAFF, "DELETE", path, null, new byte[0]);

        Answer answer = post(STAFF, path + "/application", null, new byte[0]);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("code").asString()).isEqualTo("IMPORT_OVER");
    }

    // ---- words

    private record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElseThrow();
        }

        JsonNode json() {
            return StrictJson.mapper().readTree(body());
        }
    }

    private String importing(String csv) {
        Answer begun = post(STAFF, ROSTER, CSV, bytes(csv));
        String path = "/api/imports/" + begun.json().get("importId").asString();
        until(path, "DONE");
        return path;
    }

    private JsonNode until(String path, String state) {
        return until(path, json -> json.get("state").asString().equals(state));
    }

    private JsonNode until(String path, Predicate<JsonNode> as) {
        for (int i = 0; i < 3_000; i++) {
            JsonNode json = get(STAFF, path).json();
            if (as.test(json)) {
                return json;
            }
            pause();
        }
        throw new AssertionError("It never came to that: " + get(STAFF, path).body());
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> figures(JsonNode json, String... names) {
        return List.of(names).stream().map(name -> json.get(name).asInt()).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Answer get(Caller caller, String path, String... headers) {
        return send(caller, "GET", path, null, new byte[0], headers);
    }

    private Answer post(
            Caller caller, String path, @Nullable String type, byte[] body, String... headers) {
        return send(caller, "POST", path, type, body, headers);
    }

    private Answer send(
            Caller caller,
            String method,
            String path,
            @Nullable String type,
            byte[] body,
            String... headers) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(60))
                        .header(
                                IdentitySigner.HEADER,
                                signer.sign(caller, "enrollment", method, uri.getRawPath()))
                        .method(method, BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({HttpConfiguration.class, ServiceIdentityConfiguration.class})
    @ImportAutoConfiguration({
        HttpHandlerAutoConfiguration.class,
        WebFluxAutoConfiguration.class,
        ErrorWebFluxAutoConfiguration.class,
        NettyReactiveWebServerAutoConfiguration.class,
        CodecsAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    static class Parts {

        private final KeyedHash hash = KeyedHash.of("a secret of the tests");

        @Bean
        Texts texts() {
            return Texts.of("imports");
        }

        @Bean
        IdSource ids() {
            return IdSource.random();
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        ImportApi importApi(Texts texts, InstantSource clock) {
            KeyStore keys = new KeyStore(SERVICE.database, clock);
            return new ImportApi(
                    SERVICE.imports,
                    texts,
                    new Cursors(hash),
                    new Idempotency(hash, keys, StrictJson.mapper()));
        }
    }
}
