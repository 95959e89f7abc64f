package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.Letters.Told;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Texts;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Whether letters can be sent, and sending those with one-time links, which the gateway makes and
 * asks for itself on behalf of an admin: it hands on no such request from outside.
 */
@RestController
final class MailApi {

    private static final Pattern LINK = Pattern.compile("https?://[!-~]{1,1000}");
    private static final int ID_CHARS_MAX = 100;

    private final Letters letters;

    MailApi(Letters letters) {
        this.letters = letters;
    }

    /**
     * @param configured false: there is no mail server, so links are handed out in another way
     */
    record Mail(boolean configured) {}

    record Batch(List<Letter> letters) {}

    /** In the order of the letters. */
    record Outcomes(List<Told> letters) {}

    @GetMapping("/api/mail")
    Mail mail(Caller caller) {
        caller.require(Role.ADMIN);
        return new Mail(letters.canBeSent());
    }

    @PostMapping("/api/mail/letters")
    Mono<Outcomes> send(
            @RequestBody Batch batch,
            Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String language) {
        caller.require(Role.ADMIN);
        check(batch.letters());
        if (!letters.canBeSent()) {
            throw ProblemException.of(HttpStatus.CONFLICT, "MAIL_NOT_CONFIGURED");
        }
        return letters.send(batch.letters(), Texts.languageOf(language)).map(Outcomes::new);
    }

    private static void check(List<Letter> all) {
        InvalidInput.Checks checks =
                InvalidInput.checking()
                        .that(
                                all.size() <= Letters.BATCH_MAX,
                                "letters",
                                "TOO_MANY",
                                Map.of("max", Letters.BATCH_MAX));
        for (int i = 0; i < all.size() && i < Letters.BATCH_MAX; i++) {
            Letter letter = all.get(i);
            String field = "letters[" + i + "].";
            checks.text(field + "studentId", letter.studentId(), ID_CHARS_MAX)
                    .text(field + "username", letter.username(), ID_CHARS_MAX)
                    .that(
                            LINK.matcher(letter.link()).matches(),
                            field + "link",
                            "NOT_A_WEB_ADDRESS");
        }
        checks.orThrow();
    }
}
