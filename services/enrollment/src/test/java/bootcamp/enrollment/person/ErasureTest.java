package bootcamp.enrollment.person;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.EnrollmentEvent.PersonErased;
import bootcamp.enrollment.person.Erasure.ErasePerson;
import bootcamp.platform.aggregate.Story;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ErasureTest {

    private static final LocalDate DAY = LocalDate.of(2024, 5, 2);

    @Test
    void erasingIsSaidOnceAndTheFirstDayStays() {
        var student = Story.of(Erasure.TYPE, "hana");

        student.when(new ErasePerson(DAY)).yields(PersonErased.class);
        student.when(new ErasePerson(DAY.plusDays(1))).staysQuiet();

        assertThat(student.state()).isEqualTo(new Erasure("hana", DAY));
    }
}
