package bootcamp.platform.security;

/** What an account may do. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Daily work with the cohorts named for the account, or with all. */
    STAFF,
    /** Own things only. */
    STUDENT,
    /** Own sessions and the published summaries of them. */
    INSTRUCTOR
}
