package bootcamp.review.box;

import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.ReviewEvent.OfSummary;
import bootcamp.review.box.ReviewSummary.PublishFigures;
import bootcamp.review.school.Kind;
import bootcamp.review.school.School;
import bootcamp.review.ticket.TicketKeyStore;
import bootcamp.review.ticket.TicketKeyStore.Keys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells the topic of figures that moved. It is not called by whoever sends a review but by the
 * clock, in long intervals and in the order of targets, so that neither the time nor the order of
 * records says when the review came that made the step. It reads only what is published: reviews
 * that no step has counted do not change what it makes.
 */
public final class SummaryPress {

    private static final int PAGE = 200;

    private final AggregateStore<ReviewSummary, PublishFigures, OfSummary> summaries;
    private final BoxStore boxes;
    private final TicketKeyStore keys;
    private final School school;
    private final KeyedHash hash;

    SummaryPress(
            AggregateStore<ReviewSummary, PublishFigures, OfSummary> summaries,
            BoxStore boxes,
            TicketKeyStore keys,
            School school,
            KeyedHash hash) {
        this.summaries = summaries;
        this.boxes = boxes;
        this.keys = keys;
        this.school = school;
        this.hash = hash;
    }

    /**
     * Of all targets that were ever due but weeks, of which nobody hears who does not ask; gives
     * how many were published. Safe to do twice.
     */
    public Mono<Long> publish() {
        return keys.findAll()
                .filter(each -> each.target().kind() != Kind.PULSE)
                .buffer(PAGE)
                .concatMap(
                        page ->
                                Mono.zip(boxesOf(page), publishedOf(page))
                                        .flatMapMany(
                                                both ->
                                                        Flux.fromIterable(page)
                                                                .concatMap(
                                                                        each ->
                                                                                publish(
                                                                                        each,
                                                                                        both
                                                                                                .getT1(),
                                                                                        both
                                                                                                .getT2()))))
                .count();
    }

    private Mono<Map<String, Box>> boxesOf(List<Keys> page) {
        return boxes.findAll(page.stream().map(each -> each.target().key()).toList())
                .collectMap(Box::id, Function.identity());
    }

    private Mono<Map<String, ReviewSummary>> publishedOf(List<Keys> page) {
        return summaries
                .findAll(page.stream().map(this::idOf).toList())
                .collectMap(Versioned::id, Versioned::state);
    }

    private Mono<String> publish(
            Keys of, Map<String, Box> boxesOf, Map<String, ReviewSummary> published) {
        String id = idOf(of);
        Box box = boxesOf.getOrDefault(of.target().key(), Box.empty(of.target().key()));
        ReviewSummary before = published.getOrDefault(id, ReviewSummary.initial(id));
        PublishedFigures without = PublishedFigures.of(of.target().kind(), box.visible(), 0);
        if (before.isComplete(without)) {
            return Mono.empty();
        }
        return school.due(of.target())
                .map(due -> due.eligible().size())
                .defaultIfEmpty(0)
                .map(eligible -> PublishedFigures.of(of.target().kind(), box.visible(), eligible))
                .flatMap(
                        figures ->
                                summaries.transact(
                                        id, new PublishFigures(of.target(), of.title(), figures)))
                .filter(outcome -> !outcome.changes().isEmpty())
                .map(_ -> id);
    }

    /** A key on the topic is no longer than others, whatever the target's id is. */
    private String idOf(Keys of) {
        return hash.of("summary", of.target().key());
    }
}
