package bootcamp.review.box;

import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketDesk;
import bootcamp.review.ticket.TicketDesk.DueTicket;
import bootcamp.review.ticket.TicketKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/reviews/due} and {@code /api/reviews/tickets}: all that is done signed in. */
@RestController
final class TicketApi {

    private final TicketDesk desk;

    TicketApi(TicketDesk desk) {
        this.desk = desk;
    }

    record DueView(
            Target target, String title, Instant until, boolean taken, TicketKey.Jwk publicKey) {}

    record DueViews(List<DueView> items) {}

    record TicketForm(TargetForm target, String blinded) {}

    record SignatureView(String signature) {}

    @GetMapping("/api/reviews/due")
    Mono<DueViews> due(Caller caller) {
        return desk.due(studentOf(caller))
                .map(found -> new DueViews(found.stream().map(TicketApi::view).toList()));
    }

    private static DueView view(DueTicket each) {
        return new DueView(
                each.due().target(),
                each.due().title(),
                each.due().until(),
                each.taken(),
                each.key().jwk());
    }

    @PostMapping("/api/reviews/tickets")
    Mono<SignatureView> ticket(@RequestBody TicketForm body, Caller caller) {
        String studentId = studentOf(caller);
        Checks checks = InvalidInput.checking();
        body.target().check(checks);
        byte[] blinded = TargetForm.bytes(body.blinded());
        checks.that(blinded != null && blinded.length > 0, "blinded", "NOT_BASE64URL").orThrow();
        byte[] message = java.util.Objects.requireNonNull(blinded);
        return desk.keysOfDue(studentId, target -> isMeant(body.target(), target))
                .doOnNext(
                        made ->
                                InvalidInput.checking()
                                        .that(
                                                message.length == made.key().bytes(),
                                                "blinded",
                                                "NOT_AS_LONG_AS_KEY")
                                        .orThrow())
                .flatMap(made -> desk.issue(studentId, made, message))
                .map(
                        signature ->
                                new SignatureView(
                                        Base64.getUrlEncoder()
                                                .withoutPadding()
                                                .encodeToString(signature)));
    }

    private static boolean isMeant(TargetForm wanted, Target target) {
        return target.kind().name().equals(wanted.kind())
                && target.id().equals(wanted.id())
                && (wanted.cohortId() == null || target.cohortId().equals(wanted.cohortId()));
    }

    private static String studentOf(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return studentId;
    }
}
