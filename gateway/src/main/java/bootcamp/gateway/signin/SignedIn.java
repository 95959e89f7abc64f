package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** How the caller of a request came in: with which ticket, and as whom. */
record SignedIn(Ticket ticket, Caller caller) {

    private static final String ATTRIBUTE = SignedIn.class.getName();

    /** Null: nobody is signed in. */
    static @Nullable SignedIn of(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE);
    }

    void putOn(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
        exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
    }

    boolean byCookie() {
        return ticket.purpose() == Purpose.SESSION;
    }
}
