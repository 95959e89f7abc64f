package bootcamp.gateway.signin;

import bootcamp.gateway.route.Services;
import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Has links sent to students by the enrollment service, which alone knows where: no address comes
 * here. A link that nobody says was sent is taken back, so it opens nothing should it arrive.
 */
final class LinkMail {

    /** As many as the service takes at once. */
    static final int BATCH_MAX = 20;

    private static final String SERVICE = "enrollment";

    private final Services services;
    private final Links links;

    LinkMail(Services services, Links links) {
        this.services = services;
        this.links = links;
    }

    enum Outcome {
        SENT,
        NO_ADDRESS,
        NOT_SENT,
        ALREADY_HAS_ACCOUNT
    }

    /**
     * @param reason why it was not sent; null: there is nothing to explain
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Told(String studentId, Outcome outcome, @Nullable String reason) {}

    /** A link for a student's account. */
    record Wish(String studentId, String username, Links.Issued issued) {}

    private record Letter(
            String studentId, String username, Purpose purpose, String link, Instant validUntil) {

        /** Never the link. */
        @Override
        public String toString() {
            return "Letter[]";
        }
    }

    private record Letters(List<Letter> letters) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record AllTold(List<Told> letters) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Mail(boolean configured) {}

    /** Fails with 409 {@code MAIL_NOT_CONFIGURED} where there is no mail server. */
    Mono<Void> mustBeConfigured(Caller caller) {
        return services.get(
                        caller, SERVICE, "/api/mail", null, MediaType.APPLICATION_JSON, Mail.class)
                .filter(Mail::configured)
                .switchIfEmpty(
                        Mono.error(ProblemException.of(HttpStatus.CONFLICT, "MAIL_NOT_CONFIGURED")))
                .then();
    }

    /**
     * Sends links for one purpose, at most {@value #BATCH_MAX}.
     *
     * @param language of the letters, as {@code Accept-Language} has it; null: English
     * @return what became of each, by student
     */
    Mono<Map<String, Told>> send(
            Caller caller, @Nullable String language, Purpose purpose, List<Wish> wishes) {
        if (wishes.isEmpty()) {
            return Mono.just(Map.of());
        }
        Letters letters = new Letters(wishes.stream().map(wish -> letter(wish, purpose)).toList());
        return services.post(caller, SERVICE, "/api/mail/letters", letters, language, AllTold.class)
                .map(AllTold::letters)
                .onErrorResume(ProblemException.class, _ -> Mono.just(List.of()))
                .map(told -> byStudent(wishes, told))
                .delayUntil(told -> takeBack(wishes, told));
    }

    private static Letter letter(Wish wish, Purpose purpose) {
        Links.Link link = wish.issued().link();
        return new Letter(wish.studentId(), wish.username(), purpose, link.url(), link.expiresAt());
    }

    /** Of whom nothing was said, nobody knows whether the letter was sent. */
    private static Map<String, Told> byStudent(List<Wish> wishes, List<Told> told) {
        Map<String, Told> said =
                told.stream().collect(Collectors.toMap(Told::studentId, Function.identity()));
        return wishes.stream()
                .map(Wish::studentId)
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                id ->
                                        said.getOrDefault(
                                                id,
                                                new Told(id, Outcome.NOT_SENT, "NOT_ANSWERED"))));
    }

    private Mono<Void> takeBack(List<Wish> wishes, Map<String, Told> told) {
        return Flux.fromIterable(wishes)
                .filter(wish -> !isSent(told.get(wish.studentId())))
                .concatMap(wish -> links.takeBack(wish.issued()))
                .then();
    }

    private static boolean isSent(@Nullable Told told) {
        return told != null && told.outcome() == Outcome.SENT;
    }
}
