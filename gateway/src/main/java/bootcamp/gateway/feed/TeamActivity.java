package bootcamp.gateway.feed;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
     * @param askedIds whom it was for; null: everybody in the cohort
     * @param waiting proposals of teams that nobody confirmed yet
     */
    public record Participants(
            String sessionId,
            boolean said,
            Set<String> studentIds,
            @Nullable Set<String> askedIds,
            int waiting) {

        public Participants {
            studentIds = Set.copyOf(studentIds);
            askedIds = askedIds == null ? null : Set.copyOf(askedIds);
        }

        /** Whether the student was to be there, if in the cohort that day. */
        public boolean asks(String studentId) {
            return askedIds == null || askedIds.contains(studentId);
        }
    }
}
