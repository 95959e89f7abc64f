package bootcamp.review.conduct;

import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.school.School;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where an admin names who reads a cohort's reports of conduct. */
@RestController
final class RecipientApi {

    private static final String PATH = "/api/conduct-recipients/{cohortId}";
    private static final int NAMED_MAX = 50;
    private static final int NAME_LENGTH_MAX = 100;

    private final RecipientStore recipients;
    private final School school;

    RecipientApi(RecipientStore recipients, School school) {
        this.recipients = recipients;
        this.school = school;
    }

    /**
     * @param usernames of accounts; none: all staff of the cohort, and admins
     */
    record RecipientsForm(List<String> usernames) {}

    record Recipients(String cohortId, Collection<String> usernames) {}

    @GetMapping(PATH)
    Mono<Recipients> recipients(@PathVariable String cohortId, Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF).requireCohort(cohortId);
        return known(cohortId)
                .then(Mono.defer(() -> recipients.find(cohortId)))
                .defaultIfEmpty(Set.of())
                .map(named -> new Recipients(cohortId, named));
    }

    @PutMapping(PATH)
    Mono<Recipients> name(
            @PathVariable String cohortId, @RequestBody RecipientsForm body, Caller caller) {
        caller.require(Role.ADMIN);
        int named = body.usernames().size();
        Checks checks = InvalidInput.checking().range("usernames", named, 0, NAMED_MAX);
        for (int each = 0; each < Math.min(named, NAMED_MAX); each++) {
            checks.line("usernames[" + each + "]", body.usernames().get(each), NAME_LENGTH_MAX);
        }
        checks.orThrow();
        Set<String> usernames = new TreeSet<>(body.usernames());
        return known(cohortId)
                .then(Mono.defer(() -> recipients.name(cohortId, usernames, caller.username())))
                .thenReturn(new Recipients(cohortId, usernames));
    }

    private Mono<Boolean> known(String cohortId) {
        return school.isCohort(cohortId)
                .filter(there -> there)
                .switchIfEmpty(Mono.error(ProblemException::notFound));
    }
}
