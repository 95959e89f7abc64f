package bootcamp.competition.team;

import bootcamp.platform.aggregate.Refusal;
import java.time.OffsetDateTime;
import java.util.Map;

/** Why a team says no. */
public sealed interface TeamRefusal extends Refusal {

    /** The team has had its submissions of the day. */
    record DailyLimitReached(int limit, OffsetDateTime resetsAt) implements TeamRefusal {
        @Override
        public String code() {
            return "DAILY_LIMIT_REACHED";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("limit", limit, RESETS_AT, resetsAt);
        }
    }

    /** Too many of its files of the day were refused, which cost no attempt but work. */
    record RefusedLimitReached(int limit, OffsetDateTime resetsAt) implements TeamRefusal {
        @Override
        public String code() {
            return "REFUSED_LIMIT_REACHED";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("limit", limit, RESETS_AT, resetsAt);
        }
    }

    /** What needs no particulars. */
    enum Now implements TeamRefusal {
        /** There is none, or none that the caller may know of. */
        COMPETITION_TEAM_NOT_FOUND(Kind.NOT_FOUND),
        COMPETITION_TEAM_EXISTS(Kind.CONFLICT),
        /** The student belongs to a team of this competition. */
        ALREADY_IN_A_TEAM(Kind.CONFLICT),
        TEAM_FULL(Kind.CONFLICT),
        /** Whoever left would have attempts in another one. */
        TEAM_HAS_SUBMITTED(Kind.CONFLICT),
        WRONG_TEAM_CODE(Kind.NOT_ALLOWED),
        NOT_A_MEMBER(Kind.FORBIDDEN),
        TOO_MANY_PICKS(Kind.NOT_ALLOWED),
        /** There is none, or none that the caller may know of. */
        SUBMISSION_NOT_FOUND(Kind.NOT_FOUND),
        /** Nobody has written one. */
        TRIAL_NOT_FOUND(Kind.NOT_FOUND),
        /** It is not over: private scores are not to be seen. */
        PRIVATE_BOARD_HIDDEN(Kind.FORBIDDEN);

        private final Kind kind;

        Now(Kind kind) {
            this.kind = kind;
        }

        @Override
        public String code() {
            return name();
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }
}
