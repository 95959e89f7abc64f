package bootcamp.gateway.signin;

import bootcamp.gateway.signin.LinkMail.Outcome;
import bootcamp.gateway.signin.LinkMail.Told;
import bootcamp.gateway.signin.LinkMail.Wish;
import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.gateway.signin.UserApi.LinkWanted;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One-time links by mail, where it is configured: for one student, and for a roster part by part.
 */
@RestController
final class LinkMailApi {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Accounts accounts;
    private final Links links;
    private final LinkMail mail;
    private final Invitees invitees;
    private final Idempotency idempotency;
    private final Cursors cursors;

    LinkMailApi(
            Accounts accounts,
            Links links,
            LinkMail mail,
            Invitees invitees,
            Idempotency idempotency,
            Cursors cursors) {
        this.accounts = accounts;
        this.links = links;
        this.mail = mail;
        this.invitees = invitees;
        this.idempotency = idempotency;
        this.cursors = cursors;
    }

    /** That a letter was sent, with a link that can be used until then. */
    record Sent(Instant expiresAt) {}

    /** What became of one student's invitation. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Invited(
            String enrollmentId,
            String studentId,
            String username,
            Outcome outcome,
            @Nullable String reason) {

        static Invited of(Invitee invitee, @Nullable Told told) {
            return new Invited(
                    invitee.row().enrollmentId(),
                    invitee.row().studentId(),
                    invitee.account().username(),
                    told == null ? Outcome.ALREADY_HAS_ACCOUNT : told.outcome(),
                    told == null ? null : told.reason());
        }
    }

    /**
     * @param issued null: has a password, and so needs no link
     */
    private record Invitee(Invitees.Row row, Account account, Links.@Nullable Issued issued) {

        @Nullable Wish wish() {
            return issued == null ? null : new Wish(row.studentId(), account.username(), issued);
        }
    }

    /** The same request sent again sends no letter again that was sent. */
    @PostMapping("/api/users/{username}/links/mail")
    Mono<Sent> send(
            @PathVariable String username,
            @RequestBody LinkWanted wanted,
            Caller caller,
            ServerWebExchange exchange) {
        wanted.check();
        return idempotency
                .terms(exchange, wanted)
                .zipWith(accounts.existing(Usernames.normalised(username)))
                .flatMap(
                        both ->
                                sent(
                                        exchange,
                                        caller,
                                        both.getT2(),
                                        wanted.purpose(),
                                        UserApi.key(both.getT1())));
    }

    private Mono<Sent> sent(
            ServerWebExchange exchange,
            Caller caller,
            Account account,
            Purpose purpose,
            @Nullable String key) {
        String studentId = account.studentId();
        if (studentId == null) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "NOT_A_STUDENT");
        }
        return mail.mustBeConfigured(caller)
                .then(Mono.defer(() -> links.issue(exchange, account, purpose, key)))
                .flatMap(
                        issued ->
                                mail.send(
                                                caller,
                                                language(exchange),
                                                purpose,
                                                List.of(
                                                        new Wish(
                                                                studentId,
                                                                account.username(),
                                                                issued)))
                                        .map(told -> Objects.requireNonNull(told.get(studentId)))
                                        .map(told -> sent(told, issued.link())));
    }

    private static Sent sent(Told told, Links.Link link) {
        return switch (told.outcome()) {
            case SENT -> new Sent(link.expiresAt());
            case NO_ADDRESS ->
                    throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "NO_ADDRESS");
            case NOT_SENT, ALREADY_HAS_ACCOUNT ->
                    throw "ADDRESS_REFUSED".equals(told.reason())
                            ? ProblemException.of(
                                    HttpStatus.UNPROCESSABLE_CONTENT, "ADDRESS_REFUSED")
                            : ProblemException.notAvailable("MAIL_NOT_SENT", RETRY_AFTER);
        };
    }

    /**
     * Invites those of a part of the roster who have no password yet. The parts are small, so that
     * each is answered while its asker waits, and one that fails keeps no other from being asked
     * for.
     */
    @PostMapping("/api/cohorts/{cohortId}/invitations/mail")
    Mono<Page<Invited>> invite(
            @PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        String list = "invitations " + cohortId;
        PageRequest wanted = PageRequest.of(exchange.getRequest().getQueryParams(), cursors, list);
        int limit = Math.min(wanted.limit(), LinkMail.BATCH_MAX);
        return idempotency
                .terms(exchange, "")
                .delayUntil(_ -> mail.mustBeConfigured(caller))
                .flatMap(
                        terms ->
                                invitees.page(caller, cohortId, limit, wanted.after())
                                        .flatMap(
                                                rows ->
                                                        invited(
                                                                exchange,
                                                                caller,
                                                                rows,
                                                                UserApi.key(terms),
                                                                list)));
    }

    private Mono<Page<Invited>> invited(
            ServerWebExchange exchange,
            Caller caller,
            Invitees.Rows rows,
            @Nullable String key,
            String list) {
        String next = rows.next() == null ? null : cursors.cursor(list, rows.next());
        return Flux.fromIterable(rows.expected())
                .concatMap(row -> invitee(exchange, row, key))
                .collectList()
                .flatMap(
                        all ->
                                mail.send(
                                                caller,
                                                language(exchange),
                                                Purpose.INVITATION,
                                                wishes(all))
                                        .map(told -> new Page<>(items(all, told), next)));
    }

    private Mono<Invitee> invitee(
            ServerWebExchange exchange, Invitees.Row row, @Nullable String key) {
        return invitees.account(row)
                .flatMap(
                        account ->
                                account.password() != null
                                        ? Mono.just(new Invitee(row, account, null))
                                        : links.issue(exchange, account, Purpose.INVITATION, key)
                                                .map(issued -> new Invitee(row, account, issued)));
    }

    private static List<Wish> wishes(List<Invitee> all) {
        return all.stream().map(Invitee::wish).filter(Objects::nonNull).toList();
    }

    private static List<Invited> items(List<Invitee> all, Map<String, Told> told) {
        return all.stream()
                .map(each -> Invited.of(each, told.get(each.row().studentId())))
                .toList();
    }

    private static @Nullable String language(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE);
    }
}
