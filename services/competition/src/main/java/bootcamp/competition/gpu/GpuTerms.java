package bootcamp.competition.gpu;

import java.util.List;
import java.util.Map;

/**
 * What a week of GPUs is decided by and does not know itself.
 *
 * @param gpus of the pool now, in the order in which they are given
 * @param quotaMinutes that a team has in the week
 * @param minutesBefore that teams had of the pool in the week before, by team id; none: 0
 */
record GpuTerms(List<String> gpus, long quotaMinutes, Map<String, Long> minutesBefore) {

    GpuTerms {
        gpus = List.copyOf(gpus);
        minutesBefore = Map.copyOf(minutesBefore);
    }
}
