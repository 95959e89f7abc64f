package bootcamp.competition.gpu;

import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/gpu-pools/{id}/token}: staff make, replace and withdraw the token by which a script
 * of the pool's cluster asks and reports.
 */
@RestController
final class PoolTokenApi {

    private static final String TOKEN = "/api/gpu-pools/{poolId}/token";

    private final PoolTokenStore tokens;
    private final GpuAccess access;
    private final Idempotency idempotency;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final IdSource ids;

    PoolTokenApi(
            PoolTokenStore tokens,
            GpuAccess access,
            Idempotency idempotency,
            KeyedHash hash,
            InstantSource clock,
            IdSource ids) {
        this.tokens = tokens;
        this.access = access;
        this.idempotency = idempotency;
        this.hash = hash;
        this.clock = clock;
        this.ids = ids;
    }

    /** As staff see it later. */
    record TokenView(
            String tokenId,
            Instant madeAt,
            String madeBy,
            @Nullable Instant endedAt,
            @Nullable String endedBy) {

        static TokenView of(PoolToken token) {
            return new TokenView(
                    token.tokenId(),
                    token.madeAt(),
                    token.madeBy(),
                    token.endedAt(),
                    token.endedBy());
        }
    }

    record TokenViews(@Nullable TokenView present, List<TokenView> past) {}

    /** As it is told once. */
    record NewToken(String tokenId, Instant madeAt, String madeBy, String token) {

        /** Never the token. */
        @Override
        public String toString() {
            return "NewToken[" + tokenId + "]";
        }
    }

    @PostMapping(TOKEN)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<NewToken> make(@PathVariable String poolId, Caller caller, ServerWebExchange exchange) {
        return access.editable(poolId, caller)
                .flatMap(_ -> idempotency.terms(exchange, ""))
                .flatMap(
                        terms -> {
                            String secret = secret(terms);
                            PoolToken token =
                                    PoolToken.made(
                                            Idempotency.newId(terms, ids),
                                            now(),
                                            caller.username());
                            return tokens.make(poolId, token, secret)
                                    .map(
                                            made ->
                                                    new NewToken(
                                                            made.tokenId(),
                                                            made.madeAt(),
                                                            made.madeBy(),
                                                            PoolTokenStore.token(made, secret)));
                        });
    }

    /** The same for the same request sent again: it is kept nowhere, but can be found anew. */
    private String secret(Terms terms) {
        CommandKey key = terms.key();
        return key == null
                ? ids.next() + ids.next()
                : hash.of("gpu pool token of a request", key.key());
    }

    @GetMapping(TOKEN)
    Mono<TokenViews> tokens(@PathVariable String poolId, Caller caller) {
        return access.editable(poolId, caller)
                .flatMap(pool -> tokens.of(pool.id()))
                .map(
                        found ->
                                new TokenViews(
                                        found.present() == null
                                                ? null
                                                : TokenView.of(found.present()),
                                        found.past().stream().map(TokenView::of).toList()));
    }

    @DeleteMapping(TOKEN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> withdraw(@PathVariable String poolId, Caller caller) {
        return access.editable(poolId, caller)
                .flatMap(pool -> tokens.withdraw(pool.id(), now(), caller.username()));
    }

    /** As it comes back from the database. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
