package bootcamp.review;

import bootcamp.platform.aggregate.Refusal;

/** Why a ticket or a review is not taken. */
public enum ReviewRefusal implements Refusal {
    /** The student may not review this, or not now. */
    NOT_DUE(Kind.NOT_FOUND),
    /** The student's ticket for it was signed for another message. */
    TICKET_TAKEN(Kind.CONFLICT),
    NOT_BLINDED_FOR_KEY(Kind.NOT_ALLOWED),
    /** No key of such a target signed the ticket. */
    TICKET_NOT_VALID(Kind.FORBIDDEN),
    REVIEW_WINDOW_CLOSED(Kind.CONFLICT),
    /** Nothing was sent with this ticket, or there are no words of it to decide on. */
    REVIEW_NOT_FOUND(Kind.NOT_FOUND),
    /** The words are not those that were read. */
    WORDS_CHANGED(Kind.CONFLICT),
    /** What students say of this was answered before. */
    ALREADY_ANSWERED(Kind.CONFLICT),
    /** There are no figures of it that could be answered. */
    NOTHING_PUBLISHED(Kind.CONFLICT),
    /** There is no such report, or none of this code. */
    CONDUCT_REPORT_NOT_FOUND(Kind.NOT_FOUND),
    /** As much was written about it as there is room for. */
    CONDUCT_REPORT_FULL(Kind.CONFLICT);

    private final Kind kind;

    ReviewRefusal(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
