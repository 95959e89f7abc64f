package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.Applicant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far those came who applied, now. Whoever staff enrolled without an application is in no
 * figure here.
 *
 * @param applied all of them
 * @param selected of these who were ever selected, the enrolled among them
 * @param enrolled of these who were ever enrolled, whatever came after
 * @param open who waits for a decision
 * @param waiting who stands on the waiting list
 * @param rejected who was not selected
 * @param selectedShare of those who applied, 0 to 1; null: nobody did
 * @param enrolledShare of those who were selected, 0 to 1; null: nobody was
 */
record Admission(
        int applied,
        int selected,
        int enrolled,
        int open,
        int waiting,
        int rejected,
        @Nullable Double selectedShare,
        @Nullable Double enrolledShare) {

    static Admission of(List<Applicant> applicants) {
        int selected = count(applicants, Applicant::wasSelected);
        int enrolled = count(applicants, Applicant::wasEnrolled);
        return new Admission(
                applicants.size(),
                selected,
                enrolled,
                count(applicants, each -> each.status().equals("APPLIED")),
                count(applicants, each -> each.status().equals("WAITING")),
                count(applicants, each -> each.status().equals("REJECTED")),
                share(selected, applicants.size()),
                share(enrolled, selected));
    }

    private static int count(List<Applicant> applicants, Predicate<Applicant> of) {
        return (int) applicants.stream().filter(of).count();
    }

    private static @Nullable Double share(int part, int whole) {
        return whole == 0 ? null : (Double) ((double) part / whole);
    }
}
