package bootcamp.enrollment.roster;

import bootcamp.enrollment.attendance.Mark;
import java.time.LocalDate;
import java.util.List;

/**
 * What a sheet says of one student and day, cleaned as in {@link RosterRow}.
 *
 * @param row as in {@link RosterRow}
 * @param student an external id or an e-mail, or the id that an export of sheets names
 * @param marks none: takes back what staff set
 */
record AttendanceLine(int row, LocalDate date, String student, List<Mark> marks) {}
