package bootcamp.curriculum.week;

import bootcamp.platform.aggregate.Refusal;
import java.util.Map;

/** That a session wants the time of another. */
public sealed interface SessionRefusal extends Refusal {

    /** The session that is in the way. */
    record Named(String sessionId, String title, String startsAt, String endsAt) {

        private Map<String, Object> parameters() {
            return Map.of(
                    "sessionId",
                    sessionId,
                    "title",
                    title,
                    "startsAt",
                    startsAt,
                    "endsAt",
                    endsAt,
                    ABOUT,
                    "/api/sessions/" + sessionId);
        }
    }

    Named clashing();

    @Override
    default Kind kind() {
        return Kind.CONFLICT;
    }

    @Override
    default Map<String, Object> parameters() {
        return clashing().parameters();
    }

    record InstructorBusy(Named clashing) implements SessionRefusal {
        @Override
        public String code() {
            return "INSTRUCTOR_BUSY";
        }
    }

    /** One of its teams is elsewhere then. */
    record TeamBusy(Named clashing) implements SessionRefusal {
        @Override
        public String code() {
            return "TEAM_BUSY";
        }
    }

    /** Staff may say that they know, and plan it all the same. */
    record PlaceTaken(Named clashing) implements SessionRefusal {
        @Override
        public String code() {
            return "PLACE_TAKEN";
        }
    }
}
