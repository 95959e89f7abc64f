package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Invitees.Row;
import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.http.Csv;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Links for a whole roster at once, and what becomes of a link. */
@RestController
final class InvitationApi {

    private static final List<String> HEADER =
            List.of("studentId", "name", "email", "username", "url", "expiresAt");

    private final Accounts accounts;
    private final Links links;
    private final Invitees invitees;
    private final Idempotency idempotency;

    InvitationApi(Accounts accounts, Links links, Invitees invitees, Idempotency idempotency) {
        this.accounts = accounts;
        this.links = links;
        this.invitees = invitees;
        this.idempotency = idempotency;
    }

    record Acceptance(String token, String password) {

        /** Neither token nor password. */
        @Override
        public String toString() {
            return "Acceptance[]";
        }
    }

    @PostMapping("/api/invitations/acceptance")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> accept(@RequestBody Acceptance given) {
        return accounts.accept(given.token(), given.password());
    }

    /**
     * A line for each student of the cohort who has no password yet. Made again, the lines have new
     * links for the same user names; links made before stay good until one is used. The same
     * request sent again gets the same links.
     */
    @PostMapping("/api/cohorts/{cohortId}/invitations")
    Mono<ResponseEntity<String>> invite(
            @PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        return idempotency
                .terms(exchange, "")
                .flatMap(
                        terms ->
                                invitees.all(caller, cohortId)
                                        .concatMap(row -> line(exchange, row, UserApi.key(terms)))
                                        .collectList())
                .map(lines -> table(cohortId, lines));
    }

    private static ResponseEntity<String> table(String cohortId, List<List<Object>> lines) {
        return ResponseEntity.ok()
                .contentType(Csv.TYPE)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"invitations-"
                                + cohortId.replaceAll("[^A-Za-z0-9_-]", "_")
                                + ".csv\"")
                .body(Csv.table(HEADER, lines));
    }

    private Mono<List<Object>> line(ServerWebExchange exchange, Row row, @Nullable String key) {
        return invitees.account(row)
                .filter(account -> account.password() == null)
                .flatMap(
                        account ->
                                links.make(exchange, account, Purpose.INVITATION, key)
                                        .map(link -> cells(row, account.username(), link)));
    }

    private static List<Object> cells(Row row, String username, Links.Link link) {
        return Arrays.asList(
                row.studentId(),
                row.name() == null ? "" : row.name(),
                row.email() == null ? "" : row.email(),
                username,
                link.url(),
                link.expiresAt());
    }
}
