package bootcamp.curriculum.lecture;

import bootcamp.platform.aggregate.Versioned;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lecture as staff and its students see it.
 *
 * @param registered seats that are taken, unconfirmed ones included
 * @param overCapacity how many more are registered than there are seats: capacity was lowered,
 *     nobody lost a seat, and nobody new gets one before that many have left
 * @param version for {@code If-Match}
 * @param mine null: not a student, or neither seat nor place in the queue
 */
record LectureView(
        String lectureId,
        List<String> cohortIds,
        String title,
        String speaker,
        @JsonProperty("abstract") @Nullable String about,
        @Nullable String place,
        String startsAt,
        String endsAt,
        String timeZone,
        Status status,
        int capacity,
        int registered,
        int unconfirmed,
        int waiting,
        int overCapacity,
        @Nullable String registrationOpensAt,
        @Nullable String registrationClosesAt,
        Lecture.@Nullable Cancellation cancellation,
        long version,
        @Nullable Registration mine) {

    /**
     * What a student has in a lecture.
     *
     * @param position in the queue, from 1; null for who does not wait
     * @param confirmBy until when the seat is to be confirmed; null: it is firm, or there is none
     */
    record Registration(
            State state, @Nullable Integer position, @Nullable Instant confirmBy, boolean firm) {

        enum State {
            REGISTERED,
            WAITING,
            NONE
        }

        static Registration of(Lecture lecture, String studentId) {
            Seats.Seat seat = lecture.seats().seatOf(studentId);
            if (seat != null) {
                return new Registration(State.REGISTERED, null, seat.confirmBy(), seat.firm());
            }
            int position = lecture.seats().positionOf(studentId);
            return position == 0
                    ? new Registration(State.NONE, null, null, false)
                    : new Registration(State.WAITING, position, null, false);
        }
    }

    static LectureView of(Versioned<Lecture> lecture) {
        return of(lecture, null);
    }

    /**
     * @param studentId null: nobody who could register
     */
    static LectureView of(Versioned<Lecture> lecture, @Nullable String studentId) {
        Lecture state = lecture.state();
        LecturePlan plan = state.planned();
        return new LectureView(
                lecture.id(),
                plan.cohortIds(),
                plan.title(),
                plan.speaker(),
                plan.about(),
                plan.place(),
                plan.written(plan.startsAt()),
                plan.written(plan.endsAt()),
                plan.timeZone(),
                state.status(),
                plan.capacity(),
                state.seats().taken().size(),
                state.seats().unconfirmed(),
                state.seats().queue().size(),
                state.overCapacity(),
                plan.text(plan.registrationOpensAt()),
                plan.text(plan.registrationClosesAt()),
                state.cancellation(),
                lecture.version(),
                studentId == null || !state.seats().knows(studentId)
                        ? null
                        : Registration.of(state, studentId));
    }
}
