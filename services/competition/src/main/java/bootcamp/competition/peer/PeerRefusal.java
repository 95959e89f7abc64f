package bootcamp.competition.peer;

import bootcamp.platform.aggregate.Refusal;
import java.util.Map;

/** Why a rating is not taken. */
enum PeerRefusal implements Refusal {
    /** The last day of rating is over. */
    PEER_RATING_OVER(Kind.CONFLICT),
    /** Not exactly the members of the team are rated, or not with what ratings are. */
    PEER_RATINGS_UNSOUND(Kind.NOT_ALLOWED);

    private final Kind kind;

    PeerRefusal(Kind kind) {
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

    @Override
    public Map<String, Object> parameters() {
        return Map.of();
    }
}
