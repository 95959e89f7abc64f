package bootcamp.gateway.feed;

import bootcamp.gateway.attendance.Course;
import bootcamp.gateway.attendance.DaySheet;
import bootcamp.gateway.attendance.Policy;
import bootcamp.gateway.retention.Stay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one entity of a cohort stands after its newest write: all that dashboards need of it, ids and
 * dates only.
 */
public sealed interface CohortFact {

    /** The cohorts that the entity belongs to now. */
    List<String> cohortIds();

    /** Cohorts that it belonged to before; it may have come back to some. */
    default List<String> formerCohortIds() {
        return List.of();
    }

    /** Every cohort that the entity ever belonged to. */
    default Set<String> concerned() {
        Set<String> concerned = new LinkedHashSet<>(cohortIds());
        concerned.addAll(formerCohortIds());
        return concerned;
    }

    /**
     * The cohort itself.
     *
     * @param status {@code OPEN} or {@code CLOSED}
     * @param closedOn null while it is open
     */
    record CohortStands(
            String cohortId,
            String programme,
            String name,
            LocalDate startDate,
            LocalDate endDate,
            ZoneId timeZone,
            Set<DayOfWeek> trainingWeekdays,
            Set<LocalDate> holidays,
            int capacity,
            String status,
            @Nullable LocalDate closedOn)
            implements CohortFact {

        public CohortStands {
            trainingWeekdays = Set.copyOf(trainingWeekdays);
            holidays = Set.copyOf(holidays);
        }

        /** Its training days. */
        public Course course() {
            return new Course(startDate, endDate, trainingWeekdays, holidays);
        }

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /** The cohort is no more; what belongs to it is shown nowhere. */
    record CohortEnded(String cohortId) implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /**
     * One enrollment.
     *
     * @param studentId whose it is; empty where nobody was ever enrolled
     * @param stay null where the student was never enrolled or the row was undone
     * @param waiting stands on the waiting list
     * @param applicant null: did not apply, but was enrolled by staff, or the row was undone
     * @param formerCohortIds cohorts that this enrollment belonged to before
     */
    record StudentStands(
            String enrollmentId,
            String studentId,
            String cohortId,
            @Nullable Stay stay,
            boolean waiting,
            @Nullable Applicant applicant,
            List<String> formerCohortIds)
            implements CohortFact {

        public StudentStands {
            formerCohortIds = List.copyOf(formerCohortIds);
        }

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /**
     * One special lecture, which may be for several cohorts.
     *
     * @param lecture null: it is no more
     */
    record LectureStands(
            String lectureId,
            List<String> cohortIds,
            List<String> formerCohortIds,
            @Nullable Lecture lecture)
            implements CohortFact {

        public LectureStands {
            cohortIds = List.copyOf(cohortIds);
            formerCohortIds = List.copyOf(formerCohortIds);
        }
    }

    /**
     * One question about a special lecture, for the cohorts that the lecture is for.
     *
     * @param question null: it is no more
     */
    record QuestionStands(
            String questionId,
            String lectureId,
            List<String> cohortIds,
            List<String> formerCohortIds,
            @Nullable Question question)
            implements CohortFact {

        public QuestionStands {
            cohortIds = List.copyOf(cohortIds);
            formerCohortIds = List.copyOf(formerCohortIds);
        }
    }

    /** One competition that was published, which may be for several cohorts. */
    record CompetitionStands(List<String> cohortIds, Competition competition)
            implements CohortFact {

        public CompetitionStands {
            cohortIds = List.copyOf(cohortIds);
        }
    }

    /** One team of a competition, for the cohorts that the competition is for. */
    record CompetitionTeamStands(List<String> cohortIds, CompetitionTeam team)
            implements CohortFact {

        public CompetitionTeamStands {
            cohortIds = List.copyOf(cohortIds);
        }
    }

    /**
     * One clinic.
     *
     * @param clinic null: none of it takes place
     */
    record ClinicStands(String clinicId, String cohortId, @Nullable Clinic clinic)
            implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /**
     * One session of the cohort's week.
     *
     * @param activity null: it is no team activity, or does not take place
     * @param taught null: it does not take place
     */
    record SessionStands(
            String sessionId,
            String cohortId,
            @Nullable TeamActivity activity,
            @Nullable Taught taught)
            implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /** Who took part in one team activity. */
    record ParticipationStands(String cohortId, TeamActivity.Participants participants)
            implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /**
     * The attendance sheet of one training day.
     *
     * @param sheet null: it is no more
     */
    record SheetStands(String sheetId, String cohortId, @Nullable DaySheet sheet)
            implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /**
     * A student's request about a day of attendance.
     *
     * @param decideBy the last day on which staff are to decide; null: nothing is to be decided
     */
    record RequestStands(String requestId, String cohortId, @Nullable LocalDate decideBy)
            implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /**
     * A cohort's attendance policy.
     *
     * @param versions ascending by their first day; at least one
     */
    record PolicyStands(String cohortId, List<Policy> versions) implements CohortFact {

        public PolicyStands {
            versions = List.copyOf(versions);
        }

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /** Who of the cohort is likeliest to leave. */
    record RisksStand(String cohortId, Risks risks) implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }

    /**
     * What is published of the reviews of one target.
     *
     * @param summary null: it is no more
     */
    record ReviewsStand(String summaryId, String cohortId, @Nullable ReviewSummary summary)
            implements CohortFact {

        @Override
        public List<String> cohortIds() {
            return List.of(cohortId);
        }
    }
}
