package bootcamp.curriculum.week;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotTest {

    private static Set<Slot> of(String from, String until) {
        return Slot.ofInstructor("i", Instant.parse(from), Instant.parse(until));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-03-14T01:00:00Z, 2024-03-14T03:00:00Z, 2024-W11",
        "2024-12-30T01:00:00Z, 2024-12-30T03:00:00Z, 2025-W01",
        "2021-01-03T22:00:00Z, 2021-01-04T00:00:00Z, 2020-W53",
    })
    void timeWithinAWeekIsInOneBooking(String from, String until, String week) {
        assertThat(of(from, until))
                .extracting(Slot::bookingId)
                .containsExactly("INSTRUCTOR.i." + week);
    }

    @Test
    void timeThatLastsIntoAnotherWeekIsInBothWithAllOfIt() {
        assertThat(of("2024-03-17T23:00:00Z", "2024-03-18T01:00:00Z"))
                .extracting(Slot::bookingId)
                .containsExactly("INSTRUCTOR.i.2024-W11", "INSTRUCTOR.i.2024-W12");
    }

    @Test
    void placeIsTheSameHoweverItIsWritten() {
        Instant from = Instant.parse("2024-03-14T01:00:00Z");

        assertThat(Slot.ofPlace("Room  4", from, from.plusSeconds(60)))
                .isEqualTo(Slot.ofPlace(" ROOM ４ ", from, from.plusSeconds(60)))
                .isNotEqualTo(Slot.ofPlace("Room 5", from, from.plusSeconds(60)));
    }

    @Test
    void bookingDoesNotSayWhereThePlaceIs() {
        Instant from = Instant.parse("2024-03-14T01:00:00Z");

        assertThat(Slot.ofPlace("At Maren's", from, from.plusSeconds(60)))
                .allSatisfy(
                        slot -> assertThat(slot.bookingId()).matches("PLACE\\.[0-9a-f]{32}\\..+"));
    }
}
