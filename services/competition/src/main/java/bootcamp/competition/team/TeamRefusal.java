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

    /** Two teams have submitted more than one could have. */
    record TooManyToMerge(long attempts, long most) implements TeamRefusal {
        @Override
        public String code() {
            return "TOO_MANY_ATTEMPTS_TO_MERGE";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("attempts", attempts, "max", most);
        }
    }

    /** On one day two teams have submitted more than any team may. */
    record TooManyOnADay(String day, int attempts, int most) implements TeamRefusal {
        @Override
        public String code() {
            return "TOO_MANY_ATTEMPTS_ON_A_DAY";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("day", day, "attempts", attempts, "max", most);
        }
    }

    /** Two teams have more students than one may have. */
    record TooLargeToMerge(int members, int most) implements TeamRefusal {
        @Override
        public String code() {
            return "TOO_MANY_MEMBERS_TO_MERGE";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("members", members, "max", most);
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
        /** Teams of this competition do not merge, or not any more. */
        MERGING_OVER(Kind.CONFLICT),
        /** The team has asked another, and takes that back first. */
        MERGE_PENDING(Kind.CONFLICT),
        TOO_MANY_MERGES(Kind.CONFLICT),
        /** There is none, or none that the caller may know of. */
        MERGE_NOT_FOUND(Kind.NOT_FOUND),
        /** It goes into another team just now, or went there. */
        TEAM_IS_MERGING(Kind.CONFLICT),
        WRONG_TEAM_CODE(Kind.NOT_ALLOWED),
        NOT_A_MEMBER(Kind.FORBIDDEN),
        TOO_MANY_PICKS(Kind.NOT_ALLOWED),
        /** All is scored anew, and scores by it are missing here; the caller makes them. */
        SCORES_OUTDATED(Kind.CONFLICT),
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
