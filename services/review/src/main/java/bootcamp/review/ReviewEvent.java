package bootcamp.review;

import bootcamp.review.box.PublishedFigures;
import bootcamp.review.school.Target;

/**
 * All this service ever says: that the published figures of a target moved. Of a single review
 * nothing is said, nor of a ticket, and nothing of when or in which order they came.
 */
public sealed interface ReviewEvent {

    /** Facts of a target's figures. */
    sealed interface OfSummary extends ReviewEvent {}

    /**
     * Published without what it holds, which is the state after it.
     *
     * @param title that staff gave the target
     */
    record FiguresMoved(Target target, String title, PublishedFigures figures)
            implements OfSummary {}
}
