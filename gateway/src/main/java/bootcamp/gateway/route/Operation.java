package bootcamp.gateway.route;

import bootcamp.platform.security.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * One method at one path, as the OpenAPI document describes it.
 *
 * @param roles who may ask ({@code x-roles}); meaningless for anybody's
 * @param forAnybody whether no sign-in is needed ({@code security: []})
 * @param link parameter of the query whose value speaks for whoever has it: with it nobody need be
 *     signed in, and whoever is, is not asked about; null: there is none
 * @param unseen whether nobody may tell later when it was asked for or by whom ({@code x-unseen});
 *     then it is anybody's
 * @param perHour how often an address may ask for it in an hour ({@code x-per-hour}); null: as
 *     often as for anything
 * @param service which service answers ({@code x-service}); null: the gateway itself
 */
record Operation(
        HttpMethod method,
        PathPattern path,
        Set<Role> roles,
        boolean forAnybody,
        @Nullable String link,
        boolean unseen,
        @Nullable Integer perHour,
        @Nullable String service) {

    /** Whether this request is answered whoever makes it. */
    boolean isForAnybody(ServerWebExchange exchange) {
        return forAnybody
                || link != null && exchange.getRequest().getQueryParams().containsKey(link);
    }
}
