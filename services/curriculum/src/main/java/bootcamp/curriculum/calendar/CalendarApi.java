package bootcamp.curriculum.calendar;

import bootcamp.curriculum.calendar.CalendarLink.Owner;
import bootcamp.curriculum.week.WeekAccess;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code …/calendar.ics}: calendars as files. A {@code token} in the address speaks alone, whoever
 * is signed in: it opens the calendar of its link and nothing else. Without it the caller must be
 * somebody who may see it.
 */
@RestController
public final class CalendarApi {

    private static final String TYPE = "text/calendar";
    private static final MediaType IN_UTF_8 =
            new MediaType("text", "calendar", StandardCharsets.UTF_8);

    private final Calendars calendars;
    private final CalendarLinkStore links;
    private final WeekAccess access;

    public CalendarApi(Calendars calendars, CalendarLinkStore links, WeekAccess access) {
        this.calendars = calendars;
        this.links = links;
        this.access = access;
    }

    @GetMapping(value = "/api/cohorts/{cohortId}/calendar.ics", produces = TYPE)
    Mono<ResponseEntity<byte[]>> ofCohort(
            @PathVariable String cohortId,
            @RequestParam(required = false) @Nullable String token,
            Caller caller) {
        Owner owner = Owner.cohort(cohortId);
        Mono<?> allowed =
                token == null
                        ? Mono.defer(() -> access.visible(cohortId, signedIn(caller)))
                        : opened(token).filter(owner::equals).switchIfEmpty(noSuchLink());
        return allowed.then(Mono.defer(() -> calendars.ofCohort(cohortId)))
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .map(file -> answer(file, "bootcamp-" + cohortId));
    }

    @GetMapping(value = "/api/me/calendar.ics", produces = TYPE)
    Mono<ResponseEntity<byte[]>> mine(
            @RequestParam(required = false) @Nullable String token, Caller caller) {
        Mono<String> student =
                token == null
                        ? Mono.fromSupplier(() -> studentOf(signedIn(caller)))
                        : opened(token)
                                .filter(owner -> owner.kind() == Owner.Kind.STUDENT)
                                .switchIfEmpty(noSuchLink())
                                .map(Owner::id);
        return student.flatMap(calendars::ofStudent)
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .map(file -> answer(file, "bootcamp"));
    }

    private Mono<Owner> opened(String token) {
        return links.opened(token);
    }

    /** Who asks by a link is nobody; without one nobody gets in. */
    private static Caller signedIn(Caller caller) {
        if (caller.roles().isEmpty()) {
            throw ProblemException.unauthenticated();
        }
        return caller;
    }

    /** The student behind the account; 403 for all others. */
    static String studentOf(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return studentId;
    }

    /** Wrong and revoked are the same. */
    private static <T> Mono<T> noSuchLink() {
        return Mono.error(
                () -> ProblemException.of(HttpStatus.NOT_FOUND, "CALENDAR_LINK_NOT_FOUND"));
    }

    private static ResponseEntity<byte[]> answer(byte[] file, String name) {
        return ResponseEntity.ok()
                .contentType(IN_UTF_8)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name.replaceAll("[^A-Za-z0-9_-]", "_") + ".ics")
                                .build()
                                .toString())
                .body(file);
    }
}
