package bootcamp.review.box;

import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.school.Kind;
import bootcamp.review.ticket.TicketKeyStore;
import bootcamp.review.ticket.TicketKeyStore.Keys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Programmes: which of them anybody may see reviews of, and what anybody sees then. */
@RestController
final class ProgrammeApi {

    private final BoxStore boxes;
    private final TicketKeyStore keys;
    private final PublicProgrammeStore programmes;

    ProgrammeApi(BoxStore boxes, TicketKeyStore keys, PublicProgrammeStore programmes) {
        this.boxes = boxes;
        this.keys = keys;
        this.programmes = programmes;
    }

    /**
     * @param programme a slug of its name
     * @param shown whether anybody may see what students say
     */
    record ProgrammeView(String programme, String title, boolean shown) {}

    record ProgrammeViews(List<ProgrammeView> items) {}

    record PublicityForm(boolean shown) {}

    /**
     * @param range in which all ratings lie that are alike; null: they are not
     * @param hidden why there are no figures; null: there are
     */
    record PublicView(
            String programme,
            String title,
            @Nullable Integer n,
            @Nullable Double mean,
            Figures.@Nullable Interval interval,
            @Nullable Double nps,
            @Nullable Map<String, Integer> distribution,
            @Nullable Map<String, @Nullable Double> aspects,
            Figures.@Nullable Range range,
            @Nullable String hidden,
            List<Words> texts) {}

    @GetMapping("/api/reviews/programmes")
    Mono<ProgrammeViews> all(Caller caller) {
        caller.require(Role.ADMIN, Role.STAFF);
        return programmes
                .findAll()
                .flatMapMany(
                        shown ->
                                keys.findAll(Kind.PROGRAMME, null, null)
                                        .filter(each -> caller.worksWith(each.target().cohortId()))
                                        .map(each -> view(each, shown.contains(idOf(each)))))
                .distinct(ProgrammeView::programme)
                .sort(Comparator.comparing(ProgrammeView::programme))
                .collectList()
                .map(ProgrammeViews::new);
    }

    @PutMapping("/api/reviews/programmes/{programme}")
    Mono<ProgrammeView> decide(
            @PathVariable String programme, @RequestBody PublicityForm body, Caller caller) {
        caller.require(Role.ADMIN);
        return keys.findAll(Kind.PROGRAMME, programme, null)
                .next()
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .flatMap(
                        of ->
                                programmes
                                        .set(programme, body.shown(), caller.username())
                                        .thenReturn(view(of, body.shown())));
    }

    /** Read anew each time, so that nothing stays of what is not public any more. */
    @GetMapping("/api/reviews/programmes/{programme}/public")
    Mono<ResponseEntity<PublicView>> publicSummary(@PathVariable String programme) {
        return programmes
                .isPublic(programme)
                .filter(shown -> shown)
                .flatMapMany(_ -> keys.findAll(Kind.PROGRAMME, programme, null))
                .collectList()
                .filter(of -> !of.isEmpty())
                .switchIfEmpty(Mono.error(ProblemException::notFound))
                .flatMap(
                        of ->
                                boxes.findAll(of.stream().map(each -> each.target().key()).toList())
                                        .collectList()
                                        .map(PublicSummary::of)
                                        .map(summary -> view(of.getFirst(), summary)))
                .map(
                        shown ->
                                ResponseEntity.ok()
                                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                        .body(shown));
    }

    private static String idOf(Keys of) {
        return of.target().id();
    }

    private static ProgrammeView view(Keys of, boolean isPublic) {
        return new ProgrammeView(idOf(of), of.title(), isPublic);
    }

    private static PublicView view(Keys of, PublicSummary summary) {
        PublishedFigures figures = summary.figures();
        return new PublicView(
                idOf(of),
                of.title(),
                figures.n(),
                figures.mean(),
                figures.interval(),
                figures.nps(),
                figures.distribution(),
                figures.aspects(),
                figures.range(),
                figures.hidden(),
                summary.words());
    }
}
