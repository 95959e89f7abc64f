package bootcamp.curriculum.attendance;

/** How attendance is recorded. */
public enum Keeping {
    /** Staff keep a sheet: whom they have not marked stays out of all figures. */
    SHEET,
    /** Students stamp: whoever is not marked by the end of the next day was absent. */
    STAMPS
}
