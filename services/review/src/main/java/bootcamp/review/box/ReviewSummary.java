package bootcamp.review.box;

import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import bootcamp.review.ReviewEvent.FiguresMoved;
import bootcamp.review.ReviewEvent.OfSummary;
import bootcamp.review.school.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the other services know of the reviews of one target: its figures as they were published
 * last. It has no date, and its version is how often they were.
 *
 * @param target null: nothing was published
 * @param title that staff gave the target; null likewise
 * @param figures null likewise
 */
public record ReviewSummary(
        String summaryId,
        @Nullable Target target,
        @Nullable String title,
        @Nullable PublishedFigures figures) {

    public static final AggregateType<ReviewSummary, PublishFigures, OfSummary> TYPE =
            new AggregateType<>(
                    "ReviewSummary",
                    2,
                    ReviewSummary.class,
                    Map.of("FiguresMoved", FiguresMoved.class),
                    ReviewSummary::initial,
                    ReviewSummary::decide,
                    ReviewSummary::evolve,
                    ReviewSummary::publicState,
                    _ -> Map.of(),
                    ReviewSummary::cohortId);

    /** All that can be asked of it. */
    public record PublishFigures(Target target, String title, PublishedFigures figures) {}

    public static ReviewSummary initial(String summaryId) {
        return new ReviewSummary(summaryId, null, null, null);
    }

    /** Who may review comes and goes; that alone moves nothing. */
    public Decision<OfSummary> decide(PublishFigures command) {
        return figures != null && command.figures().sayNothingNew(figures)
                ? Decision.staysQuiet()
                : Decision.yields(
                        new FiguresMoved(command.target(), command.title(), command.figures()));
    }

    public ReviewSummary evolve(OfSummary fact) {
        return switch (fact) {
            case FiguresMoved(var of, var named, var moved) ->
                    new ReviewSummary(summaryId, of, named, moved);
        };
    }

    /** Whether there is nothing to publish, however many may review now. */
    boolean isComplete(PublishedFigures now) {
        return figures != null
                && now.sayNothingNew(figures)
                && (figures.n() == null || figures.responseRate() != null);
    }

    String cohortId() {
        return Objects.requireNonNull(target).cohortId();
    }

    /**
     * What an event carries.
     *
     * @param distribution how many gave each rating, from 1 to 10
     */
    public record PublicState(
            String summaryId,
            String cohortId,
            String kind,
            String targetId,
            String title,
            @Nullable Integer n,
            @Nullable Double mean,
            Figures.@Nullable Interval interval,
            @Nullable Double nps,
            @Nullable List<Integer> distribution,
            @Nullable Map<String, @Nullable Double> aspects,
            Figures.@Nullable Range range,
            @Nullable Double responseRate,
            @Nullable String hidden) {}

    public PublicState publicState() {
        Target of = Objects.requireNonNull(target);
        PublishedFigures shown = Objects.requireNonNull(figures);
        Map<String, Integer> counts = shown.distribution();
        return new PublicState(
                summaryId,
                of.cohortId(),
                of.kind().name(),
                of.id(),
                Objects.requireNonNull(title),
                shown.n(),
                shown.mean(),
                shown.interval(),
                shown.nps(),
                counts == null ? null : new ArrayList<>(counts.values()),
                shown.aspects(),
                shown.range(),
                shown.responseRate(),
                shown.hidden());
    }
}
