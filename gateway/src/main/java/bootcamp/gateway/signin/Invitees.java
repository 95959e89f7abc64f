package bootcamp.gateway.signin;

import bootcamp.gateway.route.Services;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.KeyedHash;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who of a cohort's roster is invited, and the accounts that they are invited to. */
final class Invitees {

    private static final int PAGES_MAX = 1000;
    private static final int PAGE = 200;
    private static final Set<String> GONE =
            Set.of("WITHDRAWN", "REJECTED", "COMPLETED", "NOT_COMPLETED");

    private final Accounts accounts;
    private final Services services;
    private final KeyedHash hash;

    Invitees(Accounts accounts, Services services, KeyedHash hash) {
        this.accounts = accounts;
        this.services = services;
        this.hash = hash;
    }

    /** What is read of an enrollment's row in the roster; all else is ignored. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Row(
            String enrollmentId,
            String studentId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String status,
            @Nullable Boolean erased) {

        boolean isExpected() {
            return (status == null || !GONE.contains(status)) && !Boolean.TRUE.equals(erased);
        }
    }

    /**
     * @param next where the roster goes on; null: nowhere
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rows(List<Row> items, @Nullable String next) {

        /** Those who are invited. */
        List<Row> expected() {
            return items.stream().filter(Row::isExpected).toList();
        }
    }

    /** All of a cohort who are invited; fails with 404 where there is no such cohort. */
    Flux<Row> all(Caller caller, String cohortId) {
        return page(caller, cohortId, PAGE, null)
                .expand(
                        page ->
                                page.next() == null
                                        ? Mono.empty()
                                        : page(caller, cohortId, PAGE, page.next()))
                .take(PAGES_MAX)
                .concatMapIterable(Rows::expected)
                .distinct(Row::studentId);
    }

    /**
     * A part of a cohort's roster.
     *
     * @param cursor as the part before it gave; null: the first part
     */
    Mono<Rows> page(Caller caller, String cohortId, int limit, @Nullable String cursor) {
        String path =
                "/api/cohorts/"
                        + UriUtils.encodePathSegment(cohortId, StandardCharsets.UTF_8)
                        + "/enrollments";
        String query =
                "limit="
                        + limit
                        + (cursor == null
                                ? ""
                                : "&cursor="
                                        + UriUtils.encodeQueryParam(
                                                cursor, StandardCharsets.UTF_8));
        return services.get(
                caller, "enrollment", path, query, MediaType.APPLICATION_JSON, Rows.class);
    }

    /** The student's account, made where there is none; empty for who was erased meanwhile. */
    Mono<Account> account(Row row) {
        Account wanted =
                Account.named(Usernames.ofStudent(hash, row.studentId()), Role.STUDENT)
                        .withRights(Role.STUDENT, row.studentId(), null, Set.of())
                        // The same student asked for again is the same account.
                        .asNew("student " + row.studentId());
        return accounts.create(wanted, null)
                // Still named in the roster of a cohort, but nobody to be invited.
                .onErrorResume(Accounts::isErased, _ -> Mono.empty());
    }
}
