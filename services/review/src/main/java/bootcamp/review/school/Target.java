package bootcamp.review.school;

/** What a review is about, always within one cohort. */
public record Target(Kind kind, String id, String cohortId) {

    /** By which documents find it. */
    public String key() {
        return kind + "/" + id + "/" + cohortId;
    }
}
