package bootcamp.gateway.signin;

import bootcamp.gateway.route.Services;
import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.http.Csv;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.KeyedHash;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Links for a whole roster at once, and what becomes of a link. */
@RestController
final class InvitationApi {

    private static final List<String> HEADER =
            List.of("studentId", "name", "email", "username", "url", "expiresAt");
    private static final int PAGES_MAX = 1000;
    private static final Set<String> GONE =
            Set.of("WITHDRAWN", "REJECTED", "COMPLETED", "NOT_COMPLETED");

    private final Accounts accounts;
    private final Links links;
    private final Services services;
    private final KeyedHash hash;

    InvitationApi(Accounts accounts, Links links, Services services, KeyedHash hash) {
        this.accounts = accounts;
        this.links = links;
        this.services = services;
        this.hash = hash;
    }

    record Acceptance(String token, String password) {

        /** Neither token nor password. */
        @Override
        public String toString() {
            return "Acceptance[]";
        }
    }

    /** What is read of an enrollment's row in the roster; all else is ignored. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Row(
            String studentId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String status) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rows(List<Row> items, @Nullable String next) {}

    @PostMapping("/api/invitations/acceptance")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> accept(@RequestBody Acceptance given) {
        return accounts.accept(given.token(), given.password());
    }

    /**
     * A line for each student of the cohort who has no password yet. Made again, the lines have new
     * links for the same user names; links made before stay good until one is used.
     */
    @PostMapping("/api/cohorts/{cohortId}/invitations")
    Mono<ResponseEntity<String>> invite(
            @PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        return roster(caller, cohortId)
                .filter(row -> row.status() == null || !GONE.contains(row.status()))
                .distinct(Row::studentId)
                .concatMap(row -> line(exchange, row))
                .collectList()
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

    private Mono<List<Object>> line(ServerWebExchange exchange, Row row) {
        String username = Usernames.ofStudent(hash, row.studentId());
        Account wanted =
                Account.named(username, Role.STUDENT)
                        .withRights(Role.STUDENT, row.studentId(), null, Set.of())
                        // The same student asked for again is the same account.
                        .asNew("student " + row.studentId());
        return accounts.create(wanted, null)
                .filter(account -> account.password() == null)
                .flatMap(
                        account ->
                                links.make(exchange, account, Purpose.INVITATION)
                                        .map(link -> cells(row, username, link)));
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

    private Flux<Row> roster(Caller caller, String cohortId) {
        String path =
                "/api/cohorts/"
                        + UriUtils.encodePathSegment(cohortId, StandardCharsets.UTF_8)
                        + "/enrollments";
        return page(caller, path, null)
                .expand(
                        page ->
                                page.next() == null
                                        ? Mono.empty()
                                        : page(caller, path, page.next()))
                .take(PAGES_MAX)
                .concatMapIterable(Rows::items);
    }

    private Mono<Rows> page(Caller caller, String path, @Nullable String cursor) {
        String query =
                cursor == null
                        ? "limit=200"
                        : "limit=200&cursor="
                                + UriUtils.encodeQueryParam(cursor, StandardCharsets.UTF_8);
        return services.get(
                caller, "enrollment", path, query, MediaType.APPLICATION_JSON, Rows.class);
    }
}
