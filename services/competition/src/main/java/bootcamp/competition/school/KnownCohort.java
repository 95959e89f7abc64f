package bootcamp.competition.school;

import java.time.ZoneId;

/** What is known here of a cohort. */
public record KnownCohort(String cohortId, ZoneId zone) {}
