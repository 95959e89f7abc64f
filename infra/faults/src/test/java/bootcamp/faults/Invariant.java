package bootcamp.faults;

/** What must hold when all faults are over and the platform is quiet. */
enum Invariant {
    I1("every accepted command is in its aggregate, in the topic, and once in the figures"),
    I2("every effect belongs to a command that was accepted or whose answer was lost"),
    I3("versions of an aggregate only rise in its one partition, and the newest is last"),
    I4("the same key and body get the same answer and have one effect; another body is 422"),
    I5("a dashboard is what can be computed from the aggregates, and rebuilt it is the same"),
    I6("a viewer never sees a smaller revision, and an ETag names one content"),
    I7("outboxes are empty and dashboards current soon after the last fault"),
    I8("poison is parked with its reason, its neighbours are applied"),
    I11("personal data is in the enrollment database and nowhere else"),
    I12("who was erased is nowhere any more, does not come again, and is still counted"),
    I13("capacity is never exceeded"),
    I14("resources return to where they were");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    Violation violated(String how, Object... arguments) {
        return new Violation(this, how.formatted(arguments));
    }

    /** How one of them was found broken. */
    record Violation(Invariant invariant, String how) {

        @Override
        public String toString() {
            return "%s (%s): %s".formatted(invariant, invariant.sentence, how);
        }
    }
}
