package bootcamp.platform.feed;

import bootcamp.platform.event.Event;

/**
 * Folds events into what it keeps in memory. Called by one thread.
 *
 * <p>It guards itself: an event whose version is not above the one it holds changes nothing. What
 * it throws from {@link #on} parks that event, so it changes its memory last or not at all.
 */
public interface EventReader {

    void on(Event event);

    /** What arrived together was folded: the moment to render. */
    default void afterBatch() {}
}
