package bootcamp.enrollment.completion;

import java.util.List;

/** One thing that a completion policy asks for, or a group of such. */
public sealed interface Requirement {

    /**
     * Of the held days so many were no absence, in whole numbers: {@code 1000 (held − penalty) ≥
     * perMille · held}.
     *
     * @param perMille from 1 to 1000
     */
    record AttendanceRate(int perMille) implements Requirement {}

    /**
     * Of the team activities of which it is confirmed who took part, so many were taken part in.
     *
     * @param perMille from 1 to 1000
     */
    record TeamActivityShare(int perMille) implements Requirement {}

    /**
     * A scored submission in each of some competitions of the cohort.
     *
     * @param competitionIds of {@code NAMED} alone: at least one; of others empty
     */
    record CompetitionSubmission(Which which, List<String> competitionIds) implements Requirement {

        public CompetitionSubmission {
            competitionIds = List.copyOf(competitionIds);
        }
    }

    /** Which competitions are meant. */
    enum Which {
        ALL,
        /** The one that ends last. */
        LAST,
        NAMED
    }

    /**
     * @param threshold above 0, at most {@value CompletionPolicy#PEER_MAX}; 1 is the team's mean
     */
    record PeerContributionMedian(double threshold) implements Requirement {}

    /** One of these. Of those that there was no occasion for, none decides where others can. */
    record AnyOf(List<Requirement> members) implements Requirement {

        public AnyOf {
            members = List.copyOf(members);
        }
    }

    /** Each of these, as one member of a group. */
    record AllOf(List<Requirement> members) implements Requirement {

        public AllOf {
            members = List.copyOf(members);
        }
    }
}
