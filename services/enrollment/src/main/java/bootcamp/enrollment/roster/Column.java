package bootcamp.enrollment.roster;

/** A column that a file of some kind may have. */
interface Column {

    /** Its name in the public contract. */
    String field();
}
