package bootcamp.enrollment.person;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a student is. Of somebody who was erased only the ids are left.
 *
 * @param version number of changes; not of enrollments
 * @param claims keyed hashes by which the person is recognised
 * @param enrollmentIds of all cohorts, also of those that were left
 * @param remarks what staff wrote, by id
 * @param enrolling what is under way
 * @param erasedOn null: has not been erased
 */
public record Person(
        String studentId,
        long version,
        @Nullable String externalId,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        List<String> claims,
        List<String> enrollmentIds,
        Map<String, Remark> remarks,
        Enrolling enrolling,
        @Nullable LocalDate erasedOn) {

    public Person {
        claims = List.copyOf(claims);
        enrollmentIds = List.copyOf(enrollmentIds);
        remarks = Map.copyOf(remarks);
    }

    /**
     * What staff wrote about a student, for staff alone.
     *
     * @param score of a screening; null: none
     * @param text null: none
     */
    public record Remark(@Nullable Double score, @Nullable String text) {}

    /**
     * Enrolling that was begun: while one is open, nobody removes the person.
     *
     * @param begun how often it was begun, so that another beginning is noticed
     * @param open since when, by who carries it out
     */
    public record Enrolling(long begun, Map<String, Instant> open) {

        public Enrolling {
            open = Map.copyOf(open);
        }
    }

    /** Whether a text occurs in what people search by. */
    public boolean matches(String lowerCase) {
        return contains(name, lowerCase)
                || contains(email, lowerCase)
                || contains(externalId, lowerCase);
    }

    private static boolean contains(@Nullable String value, String lowerCase) {
        return value != null && value.toLowerCase(java.util.Locale.ROOT).contains(lowerCase);
    }
}
