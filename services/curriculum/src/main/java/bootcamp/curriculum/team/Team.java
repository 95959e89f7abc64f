package bootcamp.curriculum.team;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Students of a cohort who work together.
 *
 * @param name that staff publish
 * @param members each once, in the order in which staff named them; empty once it is dissolved
 */
public record Team(String teamId, String name, List<Member> members, boolean dissolved) {

    public static final int NAME_CHARS_MAX = 100;
    public static final int MEMBERS_MAX = 20;

    public Team {
        members = List.copyOf(members);
    }

    /**
     * A student of a team.
     *
     * @param name by which the team knows the student, as staff wrote it: it is read by the team
     *     and staff alone, is in no event, and goes with the membership; null: none
     */
    public record Member(String studentId, @Nullable String name) {}

    Optional<Member> member(String studentId) {
        return members.stream().filter(each -> each.studentId().equals(studentId)).findAny();
    }

    List<String> studentIds() {
        return members.stream().map(Member::studentId).toList();
    }
}
