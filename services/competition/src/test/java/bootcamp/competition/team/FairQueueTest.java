package bootcamp.competition.team;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.team.FairQueue.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Of a team one is scored at a time, also of one that two became while some waited. */
class FairQueueTest {

    private static Job job(String team, int number) {
        return new Job("c", team, "%s-%05d".formatted(team, number));
    }

    private static Job next(FairQueue queue) {
        return java.util.Objects.requireNonNull(queue.next(), "one is next");
    }

    @Test
    void whatWaitsOfTwoTeamsThatBecameOneIsOneLine() {
        FairQueue queue = new FairQueue();
        Job own = job("a", 1);
        queue.add(own);
        queue.add(job("b", 1));
        queue.add(job("b", 2));
        assertThat(next(queue)).isEqualTo(own);
        assertThat(queue.goesOn(own, "a")).isTrue();
        Job other = next(queue);
        assertThat(other).isEqualTo(job("b", 1));

        assertThat(queue.goesOn(other, "a")).isFalse();

        queue.done(other);
        queue.add(other);
        assertThat(queue.next()).isNull();
        assertThat(queue.places()).isEqualTo(Map.of("a-00001", 0, "b-00001", 1, "b-00002", 2));
        queue.done(own);
        assertThat(next(queue)).isEqualTo(other);
        assertThat(queue.goesOn(other, "a")).isTrue();
        assertThat(queue.next()).isNull();
        queue.done(other);
        assertThat(next(queue)).isEqualTo(job("b", 2));
        queue.done(job("b", 2));
        assertThat(queue.next()).isNull();
        assertThat(queue.places()).isEmpty();
    }

    @Property(tries = 200)
    void nothingIsLostAndNoTeamIsAtWorkTwice(@ForAll long seed) {
        Random random = new Random(seed);
        FairQueue queue = new FairQueue();
        Map<String, String> present = new HashMap<>();
        List<Job> atWork = new ArrayList<>();
        Map<Job, String> teamsOf = new HashMap<>();
        Set<Job> sent = new HashSet<>();
        Set<Job> done = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int what = random.nextInt(i < 120 ? 10 : 5);
            if (what >= 6) {
                Job job = job("t" + random.nextInt(6), i);
                sent.add(job);
                queue.add(job);
            } else if (what == 5) {
                present.putIfAbsent("t" + random.nextInt(3), "t" + (3 + random.nextInt(3)));
            } else if (what >= 3) {
                Job job = queue.next();
                if (job != null) {
                    String team = present.getOrDefault(job.teamId(), job.teamId());
                    if (queue.goesOn(job, team)) {
                        assertThat(atWork).noneMatch(other -> team.equals(teamsOf.get(other)));
                        teamsOf.put(job, team);
                        atWork.add(job);
                    } else {
                        queue.done(job);
                    }
                }
            } else if (!atWork.isEmpty()) {
                Job job = atWork.remove(random.nextInt(atWork.size()));
                queue.done(job);
                done.add(job);
            }
        }
        while (done.size() < sent.size()) {
            Job job = atWork.isEmpty() ? next(queue) : atWork.removeFirst();
            queue.done(job);
            done.add(job);
        }
        assertThat(done).isEqualTo(sent);
        assertThat(queue.places()).isEmpty();
    }
}
