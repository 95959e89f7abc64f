package bootcamp.curriculum.attendance;

/**
 * For what kind of reason a student was away. It is never in an event (ruling 31): staff of the
 * cohort and the student see it.
 */
public enum Excuse {
    /** 병가: ill, or at a physician's. */
    SICK,
    /** 예비군·민방위: called up by the state. */
    RESERVE_FORCES,
    /** 경조사: a wedding or a funeral in the family. */
    FAMILY_EVENT,
    /** 취업 면접: an interview for a job. */
    INTERVIEW,
    /** 기타: any other; also of whoever named none. */
    OTHER
}
