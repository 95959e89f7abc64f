package bootcamp.curriculum.team;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.team.Team.Member;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of the teams of a cohort. */
public sealed interface TeamCommand {

    /**
     * @param teamId new
     */
    record FormTeam(String teamId, String cohortId, String name, List<Member> members, Stamp stamp)
            implements TeamCommand {

        public FormTeam {
            members = List.copyOf(members);
        }
    }

    /**
     * @param name null: as it is
     * @param members all of them; null: as they are
     */
    record ChangeTeam(
            String teamId, @Nullable String name, @Nullable List<Member> members, Stamp stamp)
            implements TeamCommand {

        public ChangeTeam {
            members = members == null ? null : List.copyOf(members);
        }
    }

    record DissolveTeam(String teamId, Stamp stamp) implements TeamCommand {}

    /** These have left the cohort. */
    record ReleaseMembers(Set<String> studentIds, Instant at) implements TeamCommand {

        public ReleaseMembers {
            studentIds = Set.copyOf(studentIds);
        }
    }
}
