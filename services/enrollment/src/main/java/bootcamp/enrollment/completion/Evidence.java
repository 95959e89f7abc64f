package bootcamp.enrollment.completion;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known by now of what one student did in one cohort: what a completion policy decides on.
 *
 * @param attendance training days
 * @param activities team activities
 * @param competitions those of the cohort that did not end before the student entered, ascending by
 *     the end and then the id
 * @param submitted ids of competitions in which a submission of the student's team was scored
 * @param peerContributionMedian own share as the team sees it over the team's mean; null: nobody
 *     rated it
 * @param clinics places in clinics that were taken and are over; no requirement asks for them
 */
public record Evidence(
        Days attendance,
        Activities activities,
        List<Competition> competitions,
        Set<String> submitted,
        @Nullable Double peerContributionMedian,
        int clinics) {

    public Evidence {
        competitions = List.copyOf(competitions);
        submitted = Set.copyOf(submitted);
    }

    /**
     * @param course training days on which the student is in the course, those to come among them
     * @param held those of them that are over and have a mark
     * @param penalty absences, and what else comes to one; may exceed {@code held} by nothing
     */
    public record Days(int course, int held, int penalty) {

        /**
         * How many more days can be missed before the rate is out of reach; negative: it is.
         *
         * @param perMille from 0 to 1000
         */
        public int stillToMiss(int perMille) {
            return course - Math.ceilDiv(perMille * course, 1000) - penalty;
        }
    }

    /**
     * @param held activities of which is confirmed who took part, of days on which the student was
     *     in the course
     * @param tookPart of these, those the student took part in
     */
    public record Activities(int held, int tookPart) {}

    /**
     * @param over whether nobody can submit any more
     */
    public record Competition(String competitionId, boolean over) {}
}
