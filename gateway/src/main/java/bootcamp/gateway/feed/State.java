package bootcamp.gateway.feed;

import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What a public state has to say, or its event is parked. */
final class State {

    private State() {}

    /**
     * @throws Undecodable where it is not there
     */
    static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, field);
        }
        return value;
    }

    /**
     * @throws Undecodable where it is not there, or no zone
     */
    static ZoneId zone(@Nullable String timeZone) {
        try {
            return ZoneId.of(present(timeZone, "timeZone"));
        } catch (DateTimeException e) {
            throw new Undecodable(Code.STATE_DOES_NOT_FIT, "timeZone");
        }
    }
}
