package bootcamp.curriculum.calendar;

import bootcamp.curriculum.calendar.CalendarLink.Owner;
import bootcamp.curriculum.week.WeekAccess;
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
 * {@code …/calendar-links}: makes, lists and revokes links to calendars. A student has those to the
 * own calendar, staff those to the calendars of their cohorts.
 */
@RestController
public final class CalendarLinkApi {

    private final CalendarLinkStore links;
    private final WeekAccess access;
    private final Idempotency idempotency;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final IdSource ids;

    public CalendarLinkApi(
            CalendarLinkStore links,
            WeekAccess access,
            Idempotency idempotency,
            KeyedHash hash,
            InstantSource clock,
            IdSource ids) {
        this.links = links;
        this.access = access;
        this.idempotency = idempotency;
        this.hash = hash;
        this.clock = clock;
        this.ids = ids;
    }

    /** A link as its owner sees it later. */
    record LinkView(String linkId, Instant madeAt, String madeBy) {

        static LinkView of(CalendarLink link) {
            return new LinkView(link.linkId(), link.madeAt(), link.madeBy());
        }
    }

    record LinkViews(List<LinkView> items) {}

    /**
     * A link as it is told once.
     *
     * @param url with the secret; relative to where the API is
     */
    record NewLink(String linkId, Instant madeAt, String madeBy, String url) {

        /** Never the link. */
        @Override
        public String toString() {
            return "NewLink[" + linkId + "]";
        }
    }

    // ---- of a student

    @PostMapping("/api/me/calendar-links")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<NewLink> makeMine(Caller caller, ServerWebExchange exchange) {
        Owner owner = Owner.student(CalendarApi.studentOf(caller));
        return make(owner, "/api/me/calendar.ics", caller, exchange);
    }

    @GetMapping("/api/me/calendar-links")
    Mono<LinkViews> mine(Caller caller) {
        return list(Owner.student(CalendarApi.studentOf(caller)));
    }

    @DeleteMapping("/api/me/calendar-links/{linkId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> revokeMine(@PathVariable String linkId, Caller caller) {
        return links.revoke(Owner.student(CalendarApi.studentOf(caller)), linkId);
    }

    // ---- of a cohort

    @PostMapping("/api/cohorts/{cohortId}/calendar-links")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<NewLink> make(@PathVariable String cohortId, Caller caller, ServerWebExchange exchange) {
        return access.editable(cohortId, caller)
                .flatMap(
                        cohort ->
                                make(
                                        Owner.cohort(cohort.cohortId()),
                                        "/api/cohorts/" + cohort.cohortId() + "/calendar.ics",
                                        caller,
                                        exchange));
    }

    @GetMapping("/api/cohorts/{cohortId}/calendar-links")
    Mono<LinkViews> of(@PathVariable String cohortId, Caller caller) {
        return access.editable(cohortId, caller)
                .flatMap(cohort -> list(Owner.cohort(cohort.cohortId())));
    }

    @DeleteMapping("/api/cohorts/{cohortId}/calendar-links/{linkId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> revoke(@PathVariable String cohortId, @PathVariable String linkId, Caller caller) {
        return access.editable(cohortId, caller)
                .flatMap(cohort -> links.revoke(Owner.cohort(cohort.cohortId()), linkId));
    }

    // ---- of both

    private Mono<NewLink> make(
            Owner owner, String path, Caller caller, ServerWebExchange exchange) {
        return idempotency
                .terms(exchange, "")
                .flatMap(
                        terms -> {
                            String secret = secret(terms);
                            CalendarLink link =
                                    new CalendarLink(
                                            Idempotency.newId(terms, ids),
                                            owner,
                                            clock.instant().truncatedTo(ChronoUnit.MILLIS),
                                            caller.username());
                            return links.add(link, secret)
                                    .map(
                                            made ->
                                                    new NewLink(
                                                            made.linkId(),
                                                            made.madeAt(),
                                                            made.madeBy(),
                                                            path
                                                                    + "?token="
                                                                    + CalendarLinkStore.token(
                                                                            made, secret)));
                        });
    }

    /** The same for the same request sent again: it is kept nowhere, but can be found anew. */
    private String secret(Terms terms) {
        CommandKey key = terms.key();
        return key == null
                ? ids.next() + ids.next()
                : hash.of("calendar link of a request", key.key());
    }

    private Mono<LinkViews> list(Owner owner) {
        return links.of(owner).map(LinkView::of).collectList().map(LinkViews::new);
    }
}
