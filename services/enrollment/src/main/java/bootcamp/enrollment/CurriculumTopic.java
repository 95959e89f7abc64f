package bootcamp.enrollment;

import bootcamp.enrollment.attendance.AttendanceOutcomes;
import bootcamp.platform.event.EventCodec;
import java.util.Map;

/** The topic of the curriculum service, as all readers here know it. */
public final class CurriculumTopic {

    public static final String SERVICE = "curriculum";

    /** The aggregates of the topic and the newest version of each that is understood here. */
    public static final EventCodec CODEC =
            EventCodec.reading(
                    Map.ofEntries(
                            Map.entry("Lecture", 1),
                            Map.entry("Question", 1),
                            Map.entry("Clinic", 1),
                            Map.entry("Instructor", 1),
                            Map.entry("Module", 1),
                            Map.entry("Session", 1),
                            Map.entry("Booking", 1),
                            Map.entry("Sheet", 1),
                            Map.entry("AttendancePolicy", 1),
                            Map.entry("AttendanceRequest", 1),
                            Map.entry(AttendanceOutcomes.AGGREGATE, 1),
                            Map.entry("Teams", 1),
                            Map.entry("Participation", 1)));

    private CurriculumTopic() {}
}
