package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Ticket.Purpose;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/** Makes one-time links. Their secret stands behind the #, which no browser sends to a server. */
final class Links {

    private final Accounts accounts;
    private final @Nullable URI publicUrl;
    private final Duration life;

    /**
     * @param url as {@code publicUrl}; the page then takes the secret from behind the #
     */
    record Link(String url, Instant expiresAt) {

        /** Never the link. */
        @Override
        public String toString() {
            return "Link[]";
        }
    }

    Links(Accounts accounts, @Nullable URI publicUrl, Duration life) {
        this.accounts = accounts;
        this.publicUrl = publicUrl;
        this.life = life;
    }

    Mono<Link> make(ServerWebExchange exchange, Account account, Purpose purpose) {
        return accounts.link(account, purpose, life)
                .map(
                        issued ->
                                new Link(
                                        origin(exchange) + "/invite#" + issued.secret(),
                                        issued.ticket().expiresAt()));
    }

    private String origin(ServerWebExchange exchange) {
        URI known = publicUrl == null ? exchange.getRequest().getURI() : publicUrl;
        return UriComponentsBuilder.newInstance()
                .scheme(known.getScheme())
                .host(known.getHost())
                .port(known.getPort())
                .build()
                .toUriString();
    }
}
