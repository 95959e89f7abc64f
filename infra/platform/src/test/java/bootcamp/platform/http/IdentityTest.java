package bootcamp.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityFilter;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.ManagementPort;
import bootcamp.platform.security.Role;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.env.StandardEnvironment;

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

    /** The JDK is the other implementation. */
    @Test
    void whatIsSignedIsWhatTheJdkVerifies() throws GeneralSecurityException {
        IdentityKeys keys = IdentityKeys.generate();
        String token =
                new IdentitySigner(keys.privateKey(), Door.NOW::get)
                        .sign(STUDENT, "door", "GET", "/api/me");
        int seal = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        Base64.getDecoder().decode(keys.publicKey()))));
        signature.update(token.substring(0, seal).getBytes(StandardCharsets.UTF_8));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(seal + 1))))
                .isTrue();
    }

    @Test
    void keysOfAnotherKindAreNamedAndRefused() throws GeneralSecurityException {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        for (byte[] key :
                new byte[][] {rsa.getPrivate().getEncoded(), "no key".getBytes(US_ASCII), {}}) {
            String text = Base64.getEncoder().encodeToString(key);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new IdentitySigner(text, Door.NOW::get))
                    .withMessageContaining("bootcamp.identity.private-key");
        }
        for (String text :
                new String[] {
                    Base64.getEncoder().encodeToString(rsa.getPublic().getEncoded()),
                    "",
                    "no Base64",
                    IdentityKeys.generate().publicKey() + ","
                }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new IdentityFilter(
                                            text,
                                            "door",
                                            Door.NOW::get,
                                            new ManagementPort(new StandardEnvironment())))
                    .withMessageContaining("bootcamp.identity.public-key");
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
