package bootcamp.curriculum.attendance;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import java.time.LocalDate;

/** What can be asked of a cohort's attendance policy. */
public sealed interface PolicyCommand {

    /**
     * @param from the first day that it is for; days closed under another version keep it
     */
    record AdoptPolicy(LocalDate from, PolicyTerms terms, Stamp stamp) implements PolicyCommand {}
}
