package bootcamp.gateway.feed;

import java.time.LocalDate;
import java.util.Set;

/**
 * A session of teams that takes place.
 *
 * @param day on which it begins, by the clock of its zone
 */
public record TeamActivity(String sessionId, LocalDate day) {

    /**
     * Who took part in one, as far as that is confirmed.
     *
     * @param said whether anything is confirmed, be it that nobody took part
     * @param studentIds of those who did
     * @param waiting proposals of teams that nobody confirmed yet
     */
    public record Participants(
            String sessionId, boolean said, Set<String> studentIds, int waiting) {

        public Participants {
            studentIds = Set.copyOf(studentIds);
        }
    }
}
