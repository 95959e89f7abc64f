package bootcamp.enrollment.notice;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.State;
import bootcamp.platform.event.Undecodable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the states of one kind of aggregate tell students. */
interface NewsSource {

    /**
     * All that is to be told about the aggregate now, by {@link News#ofCohort} and {@link
     * News#ofStudent}; news without tellings where nothing is to be told any more.
     *
     * @throws Undecodable where the state lacks what is needed
     */
    Map<String, News> of(Event event);

    static @Nullable Instant momentIfAny(State state, String field) {
        OffsetDateTime time = state.timeIfAny(field);
        return time == null ? null : time.toInstant();
    }
}
