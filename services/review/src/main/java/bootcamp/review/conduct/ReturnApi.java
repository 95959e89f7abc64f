package bootcamp.review.conduct;

import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import bootcamp.platform.http.Unseen;
import bootcamp.review.Places;
import bootcamp.review.Prose;
import bootcamp.review.conduct.ConductReport.From;
import bootcamp.review.conduct.ConductReport.State;
import bootcamp.review.school.Target;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Where the writer of a report comes back: nobody, with a code. The gateway refuses a request that
 * says who asks, and no method here has a caller.
 */
@RestController
final class ReturnApi {

    private static final String RETURN = "/api/conduct-reports/return";
    private static final String MESSAGES = "/api/conduct-reports/messages";

    /** All that is answered here. */
    static final List<Unseen.Route> ROUTES =
            Stream.of(RETURN, MESSAGES)
                    .map(PathPatternParser.defaultInstance::parse)
                    .map(path -> new Unseen.Route(HttpMethod.POST, path))
                    .toList();

    private static final int CODE_LENGTH_MAX = 100;

    private final ConductDesk desk;
    private final Places places;

    ReturnApi(ConductDesk desk, Places places) {
        this.desk = desk;
        this.places = places;
    }

    record ReturnForm(String code) {

        /** Never the code. */
        @Override
        public String toString() {
            return "ReturnForm[]";
        }
    }

    record MessageForm(String code, String text) {

        /** Never the code. */
        @Override
        public String toString() {
            return "MessageForm[]";
        }
    }

    record SaidView(From from, String text) {}

    /** What its writer may see: staff are staff. */
    record ThreadView(Target target, State state, List<SaidView> messages) {}

    private static ThreadView view(ConductReport report) {
        return new ThreadView(
                report.target(),
                report.state(),
                report.messages().stream()
                        .map(each -> new SaidView(each.from(), each.text()))
                        .toList());
    }

    @PostMapping(RETURN)
    Mono<ThreadView> comesBack(@RequestBody ReturnForm body) {
        checked(body.code()).orThrow();
        return places.in(() -> desk.find(body.code()).map(ReturnApi::view));
    }

    @PostMapping(MESSAGES)
    Mono<ThreadView> writes(@RequestBody MessageForm body) {
        Checks checks = checked(body.code());
        Prose.check(checks, "text", body.text());
        checks.orThrow();
        return places.in(() -> desk.write(body.code(), body.text()).map(ReturnApi::view));
    }

    private static Checks checked(String code) {
        return InvalidInput.checking().text("code", code, CODE_LENGTH_MAX);
    }
}
