package bootcamp.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Identity between the gateway and a service, on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityTest {

    private static final Caller STUDENT =
            new Caller("s-1", Set.of(Role.STUDENT), "student-1", null, Set.of());

    private final Door door = new Door();

    @AfterAll
    void close() {
        door.close();
    }

    private int statusWith(String token) {
        return door.send(
                        HttpRequest.newBuilder(door.uri("/api/me"))
                                .header(IdentitySigner.HEADER, token)
                                .GET())
                .statusCode();
    }

    private String token(String audience, String method, String path) {
        return door.signer.sign(STUDENT, audience, method, path);
    }

    @Test
    void theServiceKnowsWhomTheGatewayVouchesFor() {
        assertThat(statusWith(token("door", "GET", "/api/me"))).isEqualTo(200);
    }

    @Test
    void withoutAWordOfTheGatewayNothingIsAnswered() {
        var answer = door.send(HttpRequest.newBuilder(door.uri("/api/me")).GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Door.json(answer).path("code").asString()).isEqualTo("UNAUTHENTICATED");
        assertThat(
                        door.send(HttpRequest.newBuilder(door.uri("/actuator/healthx")).GET())
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void healthAloneIsOpen() {
        // There is no actuator here: that it is 404 and not 401 shows that the filter let it by.
        assertThat(
                        door.send(
                                        HttpRequest.newBuilder(
                                                        door.uri("/actuator/health/readiness"))
                                                .GET())
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aTokenForAnotherServiceMethodOrPathIsRefused() {
        assertThat(statusWith(token("other", "GET", "/api/me"))).isEqualTo(401);
        assertThat(statusWith(token("door", "POST", "/api/me"))).isEqualTo(401);
        assertThat(statusWith(token("door", "GET", "/api/things"))).isEqualTo(401);
    }

    @Test
    void aTokenIsGoodForAMinute() {
        String token = token("door", "GET", "/api/me");
        try {
            Door.NOW.set(Door.NOW.get().plusSeconds(59));
            assertThat(statusWith(token)).isEqualTo(200);
            Door.NOW.set(Door.NOW.get().plusSeconds(1));
            assertThat(statusWith(token)).isEqualTo(401);
        } finally {
            Door.NOW.set(java.time.Instant.parse("2024-03-04T00:00:00Z"));
        }
    }

    @Test
    void aTokenOfAnotherKeyOrWithOtherWordsIsRefused() {
        String forged =
                new IdentitySigner(IdentityKeys.generate().privateKey(), Door.NOW::get)
                        .sign(STUDENT, "door", "GET", "/api/me");
        assertThat(statusWith(forged)).isEqualTo(401);

        String[] parts = token("door", "GET", "/api/me").split("\\.");
        String promoted =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("STUDENT", "ADMIN");
        assertThat(statusWith(parts[0] + "." + encoded(promoted) + "." + parts[2])).isEqualTo(401);
    }

    @Test
    void theTokenDoesNotChooseItsAlgorithm() {
        String[] parts = token("door", "GET", "/api/me").split("\\.");
        for (String header :
                new String[] {"{\"alg\":\"none\"}", "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"}) {
            assertThat(statusWith(encoded(header) + "." + parts[1] + "." + parts[2]))
                    .isEqualTo(401);
            assertThat(statusWith(encoded(header) + "." + parts[1] + ".")).isEqualTo(401);
        }
    }

    @Test
    void garbageIsRefusedAndNotABug() {
        for (String garbage : new String[] {"", ".", "..", "a.b.c", "%%.%%.%%", "x".repeat(7000)}) {
            assertThat(statusWith(garbage)).isEqualTo(401);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
