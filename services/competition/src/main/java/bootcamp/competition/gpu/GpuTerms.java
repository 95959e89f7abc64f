package bootcamp.competition.gpu;

import java.util.List;
import java.util.Map;

/**
 * What a week of GPUs is decided by and does not know itself.
 *
 * @param gpus of the pool now, in the order in which they are given
 * @param quotaMinutes that a team has in the week
 * @param minutesBefore that teams had of the pool in the week before, by team id; none: 0
 * @param mergedInto the team that it is now, by the id of one that went into it
 */
record GpuTerms(
        List<String> gpus,
        long quotaMinutes,
        Map<String, Long> minutesBefore,
        Map<String, String> mergedInto) {

    GpuTerms {
        gpus = List.copyOf(gpus);
        minutesBefore = Map.copyOf(minutesBefore);
        mergedInto = Map.copyOf(mergedInto);
    }

    /** The team that one is by now: itself, or the one that it went into. */
    String present(String teamId) {
        return mergedInto.getOrDefault(teamId, teamId);
    }
}
