package bootcamp.gateway.signin;

import bootcamp.platform.http.ProblemException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The issuer as the gateway's back office talks to it: OpenID Connect Core 1.0, authorization code
 * with PKCE. Codes are changed for tokens here, and the tokens end here: no browser sees one.
 *
 * <p>The library asks one thing after the other and waits, so that happens on threads of its own:
 * four at a time, at most 200 in waiting, else 503.
 */
final class OpenIdConnect implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdConnect.class);

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;
    private static final int KEYS_BYTES_MAX = 256 * 1024;
    private static final int CODE_LENGTH_MAX = 4_096;
    private static final Duration KNOWN_FOR = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String EMAIL = "email";

    /**
     * Signatures with a key that only the issuer has; never {@code none}, never a shared secret.
     */
    private static final Set<JWSAlgorithm> ALGORITHMS = algorithms();

    private final Issuer issuer;
    private final ClientID client;
    private final Secret secret;
    private final String claim;
    private final InstantSource clock;
    private final Scheduler threads =
            Schedulers.newBoundedElastic(4, 200, "openid-connect", 60, true);
    private volatile @Nullable Known known;

    /** What the issuer says about itself, and how its tokens are checked. */
    private record Known(OIDCProviderMetadata metadata, IDTokenValidator tokens, Instant readAt) {}

    /**
     * @param properties with an issuer
     */
    OpenIdConnect(OidcProperties properties, InstantSource clock) {
        this.issuer = new Issuer(Objects.requireNonNull(properties.issuer()));
        this.client = new ClientID(Objects.requireNonNull(properties.clientId()));
        this.secret = new Secret(Objects.requireNonNull(properties.clientSecret()));
        this.claim = properties.claim();
        this.clock = clock;
    }

    private static Set<JWSAlgorithm> algorithms() {
        Set<JWSAlgorithm> all = new HashSet<>(JWSAlgorithm.Family.RSA);
        all.addAll(JWSAlgorithm.Family.EC);
        return Set.copyOf(all);
    }

    /** Where the browser goes to sign in. */
    Mono<URI> authorization(OpenIdAttempt attempt, URI redirect) {
        return onOwnThreads(
                () ->
                        new AuthenticationRequest.Builder(
                                        ResponseType.CODE,
                                        new Scope(
                                                "openid", claim.equals(EMAIL) ? EMAIL : "profile"),
                                        client,
                                        redirect)
                                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                                .state(new State(attempt.state()))
                                .nonce(new Nonce(attempt.nonce()))
                                .codeChallenge(
                                        new CodeVerifier(attempt.verifier()),
                                        CodeChallengeMethod.S256)
                                .build()
                                .toURI());
    }

    /**
     * The name that the issuer gives to whom it gave the code; empty: none.
     *
     * @return fails with 401 {@code ISSUER_ANSWER_NOT_VALID} if code or token is not good, with 503
     *     if the issuer does not answer
     */
    Mono<String> username(OpenIdAttempt attempt, String code, URI redirect) {
        if (code.isBlank() || code.length() > CODE_LENGTH_MAX) {
            return Mono.error(notValid());
        }
        return onOwnThreads(() -> name(claims(attempt, code, redirect)));
    }

    /** An answer must be this issuer's, where it says whose it is (RFC 9207). */
    boolean isMe(@Nullable String named) {
        return named == null || named.equals(issuer.getValue());
    }

    static ProblemException notValid() {
        return ProblemException.of(HttpStatus.UNAUTHORIZED, "ISSUER_ANSWER_NOT_VALID");
    }

    private @Nullable String name(IDTokenClaimsSet claims) {
        // An address that nobody has verified is whatever somebody typed.
        boolean isProven =
                !claim.equals(EMAIL) || Boolean.TRUE.equals(claims.getClaim("email_verified"));
        return isProven && claims.getClaim(claim) instanceof String name ? name : null;
    }

    private IDTokenClaimsSet claims(OpenIdAttempt attempt, String code, URI redirect)
            throws IOException,
                    GeneralException,
                    BadJOSEException,
                    com.nimbusds.jose.JOSEException {
        Known issuerNow = known();
        HTTPRequest request =
                new TokenRequest.Builder(
                                issuerNow.metadata().getTokenEndpointURI(),
                                authentication(issuerNow.metadata()),
                                new AuthorizationCodeGrant(
                                        new AuthorizationCode(code),
                                        redirect,
                                        new CodeVerifier(attempt.verifier())))
                        .build()
                        .toHTTPRequest();
        request.setConnectTimeout(CONNECT_MILLIS);
        request.setReadTimeout(READ_MILLIS);
        request.setFollowRedirects(false);
        HTTPResponse answer = request.send();
        if (answer.getStatusCode() >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            throw new IOException("the issuer is in trouble: " + answer.getStatusCode());
        }
        TokenResponse response = OIDCTokenResponseParser.parse(answer);
        if (!(response instanceof OIDCTokenResponse tokens)) {
            throw new GeneralException(response.toErrorResponse().getErrorObject());
        }
        return issuerNow
                .tokens()
                .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(attempt.nonce()));
    }

    private ClientAuthentication authentication(OIDCProviderMetadata metadata) {
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean inBody =
                methods != null
                        && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return inBody
                ? new ClientSecretPost(client, secret)
                : new ClientSecretBasic(client, secret);
    }

    /** Read when it is first needed, and anew each hour; what is known goes on while it is away. */
    private Known known() throws IOException, GeneralException {
        Known now = known;
        if (now != null && clock.instant().isBefore(now.readAt().plus(KNOWN_FOR))) {
            return now;
        }
        try {
            Known read = read();
            known = read;
            return read;
        } catch (IOException away) {
            if (now != null) {
                return now;
            }
            throw away;
        }
    }

    private Known read() throws IOException, GeneralException {
        // Also refuses what another issuer says about itself.
        OIDCProviderMetadata metadata =
                OIDCProviderMetadata.resolve(issuer, CONNECT_MILLIS, READ_MILLIS);
        for (URI address :
                List.of(
                        metadata.getAuthorizationEndpointURI(),
                        metadata.getTokenEndpointURI(),
                        metadata.getJWKSetURI())) {
            if (!OidcProperties.isSafe(address)) {
                throw new GeneralException("an address of the issuer is not https");
            }
        }
        var keys =
                JWKSourceBuilder.<SecurityContext>create(
                                metadata.getJWKSetURI().toURL(),
                                new DefaultResourceRetriever(
                                        CONNECT_MILLIS, READ_MILLIS, KEYS_BYTES_MAX))
                        .build();
        return new Known(
                metadata,
                new IDTokenValidator(
                        issuer, client, new JWSVerificationKeySelector<>(ALGORITHMS, keys), null),
                clock.instant());
    }

    private <T> Mono<T> onOwnThreads(Callable<? extends @Nullable T> work) {
        return Mono.<T>fromCallable(work)
                .subscribeOn(threads)
                .onErrorMap(failure -> !(failure instanceof ProblemException), this::problem);
    }

    /** Who asks learns that it did not work; the log says of what kind the failure was. */
    private ProblemException problem(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return ProblemException.notAvailable("NOT_AVAILABLE", RETRY_AFTER);
        }
        LOG.warn("sign-in by the issuer failed: {}", failure.getClass().getSimpleName());
        return failure instanceof BadJOSEException || failure instanceof GeneralException
                ? notValid()
                : failure instanceof IOException || failure instanceof KeySourceException
                        ? ProblemException.notAvailable("ISSUER_NOT_AVAILABLE", RETRY_AFTER)
                        : notValid();
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
