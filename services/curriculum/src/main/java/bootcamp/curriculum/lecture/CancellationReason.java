package bootcamp.curriculum.lecture;

/** Why a lecture does not take place. */
public enum CancellationReason {
    SPEAKER_UNAVAILABLE,
    PLACE_UNAVAILABLE,
    TOO_FEW_STUDENTS,
    RESCHEDULED,
    OTHER
}
