package bootcamp.enrollment.person;

import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Forgetting who a student is, and letting who was forgotten come again; for admins. */
@RestController
public final class PersonApi {

    private final Eraser eraser;
    private final PersonStore persons;
    private final Idempotency idempotency;
    private final InstantSource clock;

    public PersonApi(
            Eraser eraser, PersonStore persons, Idempotency idempotency, InstantSource clock) {
        this.eraser = eraser;
        this.persons = persons;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    @DeleteMapping("/api/students/{studentId}/personal-data")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> erase(@PathVariable String studentId, Caller caller) {
        caller.require(Role.ADMIN);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return persons.find(studentId)
                .switchIfEmpty(notFound())
                .flatMap(_ -> eraser.erase(studentId, today));
    }

    @PostMapping("/api/students/{studentId}/personal-data/lift")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> lift(@PathVariable String studentId, Caller caller, ServerWebExchange exchange) {
        caller.require(Role.ADMIN);
        // Sent again it does nothing; the key is only looked at.
        return idempotency.terms(exchange, "").then(Mono.defer(() -> persons.lift(studentId)));
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new RefusedException(PersonRefusal.STUDENT_NOT_FOUND));
    }
}
