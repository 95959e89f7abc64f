package bootcamp.enrollment.outreach;

import bootcamp.enrollment.outreach.Contact.Channel;
import bootcamp.enrollment.outreach.Contact.Outcome;
import bootcamp.enrollment.outreach.OutreachStore.OfStudent;
import bootcamp.enrollment.person.Eraser;
import bootcamp.enrollment.roster.EnrollmentAccess;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.source.IdSource;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What staff did to reach a student; for admins and the staff of the student's cohorts. */
@RestController
final class OutreachApi {

    static final int NOTE_CHARS_MAX = 2_000;

    private static final int USERNAME_CHARS_MAX = 64;

    /** Further back, or further ahead, it is a slip of the pen. */
    private static final int YEARS_MAX = 1;

    private final OutreachStore store;
    private final EnrollmentAccess access;
    private final Eraser eraser;
    private final Idempotency idempotency;
    private final Cursors cursors;
    private final InstantSource clock;
    private final IdSource ids;

    OutreachApi(
            OutreachStore store,
            EnrollmentAccess access,
            Eraser eraser,
            Idempotency idempotency,
            Cursors cursors,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.access = access;
        this.eraser = eraser;
        this.idempotency = idempotency;
        this.cursors = cursors;
        this.clock = clock;
        this.ids = ids;
    }

    /** As {@link Contact}, as staff say it. */
    record NewContact(
            LocalDate on,
            Channel channel,
            @Nullable String note,
            @Nullable Outcome outcome,
            @Nullable LocalDate followUpOn,
            @Nullable String handedTo) {

        private void check(LocalDate today) {
            InvalidInput.checking()
                    .that(!on.isAfter(today.plusDays(1)), "on", "IN_THE_FUTURE")
                    .that(!on.isBefore(today.minusYears(YEARS_MAX)), "on", "TOO_LONG_AGO")
                    .optionalText("note", note, NOTE_CHARS_MAX)
                    .that(
                            outcome == null || channel != Channel.NONE,
                            "outcome",
                            "NOBODY_WAS_LOOKED_FOR")
                    .that(
                            channel != Channel.NONE
                                    || followUpOn != null
                                    || handedTo != null
                                    || note != null && !note.isBlank(),
                            "channel",
                            "NOTHING_IS_SAID")
                    .that(
                            followUpOn == null || !followUpOn.isBefore(on),
                            "followUpOn",
                            "BEFORE_CONTACT")
                    .that(
                            followUpOn == null || !followUpOn.isAfter(today.plusYears(YEARS_MAX)),
                            "followUpOn",
                            "TOO_FAR_AHEAD")
                    .optionalText("handedTo", handedTo, USERNAME_CHARS_MAX)
                    .that(
                            handedTo == null || handedTo.isEmpty() || !handedTo.isBlank(),
                            "handedTo",
                            "BLANK")
                    .orThrow();
        }

        private Contact by(String username, String id, Instant at) {
            return new Contact(
                    id,
                    on,
                    channel,
                    note == null || note.isBlank() ? null : note.strip(),
                    outcome,
                    followUpOn,
                    handedTo,
                    username,
                    at);
        }
    }

    /** What was done last for a student, and how often anything was. */
    record Reached(String studentId, int contacts, Contact last) {

        static Reached of(OfStudent of) {
            return new Reached(of.studentId(), of.contacts().size(), of.contacts().getFirst());
        }
    }

    @PostMapping("/api/students/{studentId}/outreach")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Contact> add(
            @PathVariable String studentId,
            @RequestBody NewContact body,
            Caller caller,
            ServerWebExchange exchange) {
        Instant now = clock.instant();
        return access.worksWithStudent(studentId, caller)
                .then(
                        Mono.defer(
                                () -> {
                                    body.check(LocalDate.ofInstant(now, ZoneOffset.UTC));
                                    return idempotency.terms(exchange, body);
                                }))
                .flatMap(terms -> add(studentId, contact(body, caller, terms, now)));
    }

    private Contact contact(NewContact body, Caller caller, Terms terms, Instant now) {
        return body.by(caller.username(), Idempotency.newId(terms, ids), now);
    }

    private Mono<Contact> add(String studentId, Contact contact) {
        return eraser.unlessErased(
                studentId,
                Mono.defer(() -> store.add(studentId, contact)),
                Mono.defer(() -> store.forget(studentId)));
    }

    @GetMapping("/api/students/{studentId}/outreach")
    Mono<Page<Contact>> ofStudent(
            @PathVariable String studentId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        PageRequest wanted = PageRequest.of(query, cursors, "outreach/" + studentId);
        return access.worksWithStudent(studentId, caller)
                .then(Mono.defer(() -> store.of(studentId)))
                .map(all -> page(all, Contact::contactId, wanted, "outreach/" + studentId));
    }

    /** By student; those for whom nothing was done are not in it. */
    @GetMapping("/api/cohorts/{cohortId}/outreach")
    Mono<Page<Reached>> ofCohort(
            @PathVariable String cohortId,
            @RequestParam MultiValueMap<String, String> query,
            Caller caller) {
        PageRequest wanted = PageRequest.of(query, cursors, "outreach-of/" + cohortId);
        return access.studentsOf(cohortId, caller)
                .flatMapMany(store::of)
                .map(Reached::of)
                .sort(Comparator.comparing(Reached::studentId))
                .collectList()
                .map(all -> page(all, Reached::studentId, wanted, "outreach-of/" + cohortId));
    }

    /** Of a list that is there as a whole. */
    private <T> Page<T> page(
            List<T> all, Function<T, String> key, PageRequest wanted, String list) {
        String after = wanted.after();
        List<T> rest =
                after == null
                        ? all
                        : all.stream()
                                .dropWhile(each -> !key.apply(each).equals(after))
                                .skip(1)
                                .toList();
        return wanted.page(rest.stream().limit(wanted.limit() + 1L).toList(), key, cursors, list);
    }
}
