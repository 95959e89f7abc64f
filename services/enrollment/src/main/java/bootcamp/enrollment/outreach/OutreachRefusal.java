package bootcamp.enrollment.outreach;

import bootcamp.platform.aggregate.Refusal;

/** Why nothing is written down of a try to reach somebody. */
enum OutreachRefusal implements Refusal {
    /** As many entries of one student as are kept. */
    TOO_MANY_CONTACTS;

    @Override
    public String code() {
        return name();
    }

    @Override
    public Kind kind() {
        return Kind.NOT_ALLOWED;
    }
}
