package bootcamp.gateway.feed;

import bootcamp.gateway.feed.CohortFact.ReviewsStand;
import bootcamp.gateway.feed.ReviewSummary.Hidden;
import bootcamp.gateway.feed.ReviewSummary.Interval;
import bootcamp.gateway.feed.ReviewSummary.Range;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.State;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.event.Upcaster;
import bootcamp.platform.feed.EventReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the review service says: published figures become facts. What would show a figure that
 * its own state calls hidden makes the event {@link Undecodable}, as does a missing one.
 */
public final class ReviewFeed implements EventReader {

    public static final String SERVICE = "review";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    static final Map<String, Integer> NEWEST = Map.of("ReviewSummary", 2);

    /** The second version has competitions too. */
    static final Upcaster UPCASTER = new Upcaster("ReviewSummary", 1, state -> state);

    private static final EventCodec CODEC = EventCodec.reading(NEWEST, UPCASTER);

    private static final int FEWEST = 5;
    private static final int RATINGS = 10;
    private static final Set<String> KINDS =
            Set.of("PROGRAMME", "MODULE", "SESSION", "INSTRUCTOR", "COMPETITION");

    private final FactReader reader;

    ReviewFeed(FactReader reader) {
        this.reader = reader;
    }

    /**
     * @throws Undecodable where the state lacks what is needed; nothing is folded then
     */
    @Override
    public void on(Event event) {
        if (!event.aggregate().equals("ReviewSummary")) {
            throw new Undecodable(Code.UNKNOWN_TYPE, event.aggregate());
        }
        reader.on(
                CODEC.stateAs(event, SummaryDocument.class).fact(event.id()),
                event.version(),
                event.time());
    }

    @Override
    public void afterBatch() {
        reader.afterBatch();
    }

    /** The public state of a summary. */
    private record SummaryDocument(
            @Nullable String cohortId,
            @Nullable String kind,
            @Nullable String targetId,
            @Nullable String title,
            @Nullable Integer n,
            @Nullable Double mean,
            @Nullable Interval interval,
            @Nullable Double nps,
            @Nullable List<Integer> distribution,
            @Nullable Map<String, @Nullable Double> aspects,
            @Nullable Range range,
            @Nullable Double responseRate,
            @Nullable String hidden,
            @Nullable Boolean removed) {

        ReviewsStand fact(String summaryId) {
            return new ReviewsStand(
                    summaryId,
                    State.present(cohortId, "cohortId"),
                    removed != null && removed ? null : summary(summaryId));
        }

        private ReviewSummary summary(String summaryId) {
            Hidden why = hidden == null ? null : State.parsed(hidden, "hidden", Hidden::valueOf);
            check(why);
            String of = State.present(kind, "kind");
            if (!KINDS.contains(of)) {
                throw State.doesNotFit("kind");
            }
            return new ReviewSummary(
                    summaryId,
                    of,
                    State.present(targetId, "targetId"),
                    State.present(title, "title"),
                    n,
                    mean,
                    interval,
                    nps,
                    distribution == null ? null : List.copyOf(distribution),
                    aspects == null
                            ? null
                            : Collections.unmodifiableMap(new LinkedHashMap<>(aspects)),
                    range,
                    responseRate,
                    why);
        }

        private void check(@Nullable Hidden why) {
            if (why == Hidden.FEWER_THAN_5) {
                none(n, "n");
                none(aspects, "aspects");
                none(nps, "nps");
            } else if (State.present(n, "n") < FEWEST) {
                throw State.doesNotFit("n");
            }
            if (why == null) {
                State.present(mean, "mean");
                State.present(interval, "interval");
                if (State.present(distribution, "distribution").size() != RATINGS) {
                    throw State.doesNotFit("distribution");
                }
            } else {
                none(mean, "mean");
                none(interval, "interval");
                none(distribution, "distribution");
            }
            if (why == Hidden.ALL_AGREE) {
                State.present(range, "range");
            } else {
                none(range, "range");
            }
        }

        /** What must not be there is not shown, and not dropped without a word either. */
        private static void none(@Nullable Object value, String field) {
            if (value != null) {
                throw State.doesNotFit(field);
            }
        }
    }
}
