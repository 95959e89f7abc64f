package bootcamp.competition.contest;

import bootcamp.platform.aggregate.Refusal;
import java.time.OffsetDateTime;
import java.util.Map;

/** Why a competition says no. */
public sealed interface CompetitionRefusal extends Refusal {

    /** Submissions are taken later. */
    record NotOpenYet(OffsetDateTime opensAt) implements CompetitionRefusal {
        @Override
        public String code() {
            return "COMPETITION_NOT_OPEN";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of(OPENS_AT, opensAt);
        }
    }

    /** What needs no particulars. */
    enum Now implements CompetitionRefusal {
        /** There is none, or none that the caller may know of. */
        COMPETITION_NOT_FOUND(Kind.NOT_FOUND),
        COMPETITION_EXISTS(Kind.CONFLICT),
        COMPETITION_UNSOUND(Kind.NOT_ALLOWED),
        /** It is over: nothing of it changes but its title and module. */
        COMPETITION_CLOSED(Kind.CONFLICT),
        /** Nobody has published it. */
        COMPETITION_NOT_PUBLISHED(Kind.CONFLICT),
        /** It is not over. */
        COMPETITION_NOT_CLOSED(Kind.CONFLICT),
        /** What decides scores, begins it or says for whom it is stays once it is published. */
        COMPETITION_IS_PUBLISHED(Kind.CONFLICT),
        /** It has no labels, or its metric was changed after they were read. */
        NO_SOLUTION(Kind.CONFLICT),
        /** No solution has been sent. */
        SOLUTION_NOT_FOUND(Kind.NOT_FOUND),
        TOO_MANY_FILES(Kind.CONFLICT),
        DATA_FILE_NOT_FOUND(Kind.NOT_FOUND),
        /** None is proposed, or not this one any more. */
        RESCORING_NOT_FOUND(Kind.NOT_FOUND),
        /** One is proposed, and is published or discarded first. */
        RESCORING_OPEN(Kind.CONFLICT),
        /** Not all is scored yet. */
        RESCORING_NOT_READY(Kind.CONFLICT),
        /** It could not be made; it is discarded, and proposed again once it can. */
        RESCORING_FAILED(Kind.CONFLICT),
        /** Labels and metric are those by which it is scored already. */
        RESCORING_CHANGES_NOTHING(Kind.NOT_ALLOWED),
        /** The metric reads other files, or calls other scores better. */
        RESCORING_OF_ANOTHER_KIND(Kind.NOT_ALLOWED),
        TOO_MANY_RESCORINGS(Kind.CONFLICT),
        /** Somebody else edited it in between; the caller decides again on what is there. */
        PLAN_CHANGED(Kind.CONFLICT);

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
