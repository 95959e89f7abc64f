package bootcamp.enrollment.notice;

/** Why a letter was not sent. Says nothing of whom it was for. */
enum NotSent {
    /** The mail server cannot be reached, breaks off, or does not speak in secret as it must. */
    UNREACHABLE,
    /** The mail server does not accept the platform's name and password. */
    LOGIN_REFUSED,
    /** The mail server does not know the address, or it is none to which a letter can go. */
    ADDRESS_REFUSED,
    /** The mail server does not take the letter. */
    REFUSED,
    /** Not done in time. The letter may arrive all the same. */
    TIMED_OUT
}
