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

    /**
     * @param ticketId by which it is taken back; tells nothing of the link
     */
    record Issued(Link link, String ticketId) {}

    Links(Accounts accounts, @Nullable URI publicUrl, Duration life) {
        this.accounts = accounts;
        this.publicUrl = publicUrl;
        this.life = life;
    }

    /**
     * @param key of the request, which gets the same link when it is sent again; null: a new one
     */
    Mono<Link> make(
            ServerWebExchange exchange, Account account, Purpose purpose, @Nullable String key) {
        return issue(exchange, account, purpose, key).map(Issued::link);
    }

    /** A link that can be taken back. */
    Mono<Issued> issue(
            ServerWebExchange exchange, Account account, Purpose purpose, @Nullable String key) {
        return accounts.link(account, purpose, life, key)
                .map(
                        issued ->
                                new Issued(
                                        new Link(
                                                origin(exchange) + "/invite#" + issued.secret(),
                                                issued.ticket().expiresAt()),
                                        issued.ticket().id()));
    }

    /** From now on it opens nothing. */
    Mono<Void> takeBack(Issued issued) {
        return accounts.endLink(issued.ticketId());
    }

    /** Scheme, host and port under which people reach the gateway. */
    String origin(ServerWebExchange exchange) {
        URI known = publicUrl == null ? exchange.getRequest().getURI() : publicUrl;
        return UriComponentsBuilder.newInstance()
                .scheme(known.getScheme())
                .host(known.getHost())
                .port(known.getPort())
                .build()
                .toUriString();
    }
}
