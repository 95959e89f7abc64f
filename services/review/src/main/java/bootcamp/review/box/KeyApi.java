package bootcamp.review.box;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Unseen;
import bootcamp.review.Places;
import bootcamp.review.school.School;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.TicketKeyStore;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * The public list of a cohort's keys. It is asked for by nobody, so it cannot be another one for
 * each student: a browser that finds its key in it has the key that all have.
 */
@RestController
final class KeyApi {

    private static final String PATH = "/api/reviews/keys";

    static final Unseen.Route ROUTE =
            new Unseen.Route(HttpMethod.GET, PathPatternParser.defaultInstance.parse(PATH));

    private final TicketKeyStore keys;
    private final School school;
    private final Places places;

    KeyApi(TicketKeyStore keys, School school, Places places) {
        this.keys = keys;
        this.school = school;
        this.places = places;
    }

    /**
     * @param kid thumbprint of the key (RFC 7638)
     */
    record KeyView(Target target, String kid) {}

    record KeyViews(List<KeyView> items) {}

    @GetMapping(PATH)
    Mono<KeyViews> keys(@RequestParam String cohortId) {
        return places.in(
                () ->
                        school.isCohort(cohortId)
                                .filter(there -> there)
                                .switchIfEmpty(Mono.error(ProblemException::notFound))
                                .flatMap(_ -> listed(cohortId)));
    }

    private Mono<KeyViews> listed(String cohortId) {
        return keys.findAllOf(cohortId)
                .map(each -> new KeyView(each.target(), each.key().kid()))
                .collectList()
                .map(KeyViews::new);
    }
}
