package bootcamp.curriculum.week;

import bootcamp.curriculum.week.Booking.Hold;
import bootcamp.curriculum.week.Booking.Settlement;
import java.util.List;

/** What can be asked of a booking. */
public sealed interface BookingCommand {

    /**
     * Claims time for sessions, all of it or none; whether it was given, the booking says.
     *
     * @param overriding also where others have it
     */
    record ClaimTime(List<Hold> holds, boolean overriding) implements BookingCommand {

        public ClaimTime {
            holds = List.copyOf(holds);
        }
    }

    /** What became of sessions. */
    record SettleTime(List<Settlement> settlements) implements BookingCommand {

        public SettleTime {
            settlements = List.copyOf(settlements);
        }
    }
}
