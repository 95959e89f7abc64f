package bootcamp.launcher.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A small issuer of OpenID Connect: describes itself, signs in whoever it is told to, and changes a
 * code for a token once, for its client and with the right verifier only.
 */
final class Issuer {

    static final String CLIENT = "bootcamp";
    static final String SECRET = "a secret between issuer and gateway";

    /** How a token is made safe, or only looks so. */
    enum Seal {
        RIGHT,
        NONE,
        FOREIGN_KEY,
        SHARED_SECRET
    }

    private record Grant(Map<String, String> asked, String username) {}

    private final HttpServer server;
    private final RSAKey key = newKey();
    private final RSAKey foreign = newKey();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private volatile String username = "";
    private volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
    private volatile Seal seal = Seal.RIGHT;
    private volatile int trouble;

    Issuer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", this::describe);
        server.createContext("/keys", exchange -> json(exchange, 200, keys()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("one").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** As it was at the start, with somebody else before the screen. */
    void isSeenBy(String name) {
        username = name;
        claims = UnaryOperator.identity();
        seal = Seal.RIGHT;
        trouble = 0;
    }

    /** From now on tokens say something else, or are sealed in another way. */
    void lies(UnaryOperator<JWTClaimsSet.Builder> otherwise, Seal how) {
        claims = otherwise;
        seal = how;
    }

    void isInTrouble(int status) {
        trouble = status;
    }

    /** What a browser does that is sent there: it comes back with the query of its way home. */
    static Map<String, String> visit(String authorization) {
        try {
            var answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(authorization)).build(),
                                    BodyHandlers.ofString());
            return query(URI.create(answer.headers().firstValue("Location").orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> query(URI uri) {
        return decoded(UriComponentsBuilder.fromUri(uri).build().getQueryParams());
    }

    private static Map<String, String> decoded(MultiValueMap<String, String> encoded) {
        Map<String, String> decoded = new ConcurrentHashMap<>();
        encoded.toSingleValueMap()
                .forEach(
                        (name, value) ->
                                decoded.put(
                                        name,
                                        java.net.URLDecoder.decode(value, StandardCharsets.UTF_8)));
        return decoded;
    }

    private void describe(HttpExchange exchange) throws IOException {
        String url = url();
        json(
                exchange,
                200,
                """
                {"issuer": "%s", "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
                 "jwks_uri": "%s/keys", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"]}"""
                        .formatted(url, url, url, url));
    }

    private String keys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = query(exchange.getRequestURI());
        String code = UUID.randomUUID().toString();
        grants.put(code, new Grant(asked, username));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        asked.get("redirect_uri")
                                + "?code="
                                + code
                                + "&state="
                                + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = query(URI.create("http://form/?" + body));
        if (trouble != 0) {
            json(exchange, trouble, "{}");
            return;
        }
        String expected = Client.basic(CLIENT, SECRET.replace(' ', '+'));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, "{\"error\": \"invalid_client\"}");
            return;
        }
        Grant grant = grants.remove(form.getOrDefault("code", ""));
        if (grant == null || !isFor(grant, form)) {
            json(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        json(
                exchange,
                200,
                """
                {"access_token": "%s", "token_type": "Bearer", "expires_in": 300, "id_token": "%s"}"""
                        .formatted(UUID.randomUUID(), idToken(grant)));
    }

    private static boolean isFor(Grant grant, Map<String, String> form) {
        String challenge =
                CodeChallenge.compute(
                                CodeChallengeMethod.S256,
                                new CodeVerifier(
                                        form.getOrDefault("code_verifier", "-".repeat(43))))
                        .getValue();
        return challenge.equals(grant.asked().get("code_challenge"))
                && "S256".equals(grant.asked().get("code_challenge_method"))
                && Objects.equals(grant.asked().get("redirect_uri"), form.get("redirect_uri"));
    }

    private String idToken(Grant grant) {
        Instant now = Instant.now();
        JWTClaimsSet said =
                claims.apply(
                                new JWTClaimsSet.Builder()
                                        .issuer(url())
                                        .audience(CLIENT)
                                        .subject("subject of " + grant.username())
                                        .issueTime(Date.from(now))
                                        .expirationTime(Date.from(now.plusSeconds(300)))
                                        .claim("nonce", grant.asked().get("nonce"))
                                        .claim("preferred_username", grant.username()))
                        .build();
        try {
            return switch (seal) {
                case RIGHT -> signed(said, JWSAlgorithm.RS256, new RSASSASigner(key));
                case FOREIGN_KEY -> signed(said, JWSAlgorithm.RS256, new RSASSASigner(foreign));
                case SHARED_SECRET -> signed(said, JWSAlgorithm.HS256, new MACSigner(SECRET));
                case NONE -> new PlainJWT(said).serialize();
            };
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWTClaimsSet said, JWSAlgorithm algorithm, JWSSigner signer)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID("one").build(), said);
        token.sign(signer);
        return token.serialize();
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
