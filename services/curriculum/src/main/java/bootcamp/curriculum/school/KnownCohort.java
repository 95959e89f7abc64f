package bootcamp.curriculum.school;

import java.time.ZoneId;

/** A cohort as this service knows it. */
public record KnownCohort(String cohortId, ZoneId zone) {}
