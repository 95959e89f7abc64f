package bootcamp.curriculum.team;

import bootcamp.platform.aggregate.Refusal;
import java.util.Map;

/** Why the teams of a cohort, or who keeps who took part, say no. */
public sealed interface TeamRefusal extends Refusal {

    /**
     * A student is in one team of a cohort at a time.
     *
     * @param team the name of the team in which the student is
     */
    record InAnotherTeam(String studentId, String team) implements TeamRefusal {
        @Override
        public String code() {
            return "IN_ANOTHER_TEAM";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("studentId", studentId, "team", team);
        }
    }

    /** As many teams as a cohort may ever have had. */
    record TooManyTeams(int max) implements TeamRefusal {
        @Override
        public String code() {
            return "TOO_MANY_TEAMS";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("max", max);
        }
    }

    /** What needs no particulars. */
    enum Plain implements TeamRefusal {
        /** There is none, or none that the caller may know of. */
        TEAM_NOT_FOUND(Kind.NOT_FOUND),
        TEAM_EXISTS(Kind.CONFLICT),
        /** Another team of the cohort is called so. */
        TEAM_NAME_TAKEN(Kind.CONFLICT),
        TEAM_UNSOUND(Kind.NOT_ALLOWED),
        /** Only at a team activity is kept who took part. */
        NOT_A_TEAM_ACTIVITY(Kind.CONFLICT),
        /** Who took part is said once it has begun. */
        ACTIVITY_NOT_BEGUN(Kind.CONFLICT),
        ACTIVITY_CANCELLED(Kind.CONFLICT),
        /** The student is in no team of the cohort, or in none that the activity is for. */
        NOT_IN_A_TEAM(Kind.CONFLICT),
        /** A proposal that somebody confirmed is changed by staff alone. */
        PROPOSAL_CONFIRMED(Kind.CONFLICT),
        /** There is none, or another than the one that was read. */
        PROPOSAL_CHANGED(Kind.CONFLICT),
        /** Somebody else is to confirm it. */
        OWN_PROPOSAL(Kind.CONFLICT),
        /** Staff said who took part; that stands. */
        PARTICIPANTS_SET(Kind.CONFLICT),
        /** As many as a document may hold. */
        PARTICIPANTS_FULL(Kind.CONFLICT);

        private final Kind kind;

        Plain(Kind kind) {
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
