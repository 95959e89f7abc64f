package bootcamp.wrong.platform;

/** Mechanism that knows what a cohort is. */
record CohortCache(String id) {}
