package bootcamp.curriculum.clinic;

/** What a clinic is for. */
public enum ClinicKind {
    RESUME_FEEDBACK,
    MENTORING
}
