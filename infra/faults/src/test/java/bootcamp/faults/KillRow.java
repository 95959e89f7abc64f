package bootcamp.faults;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.faults.Api.Answer;
import bootcamp.faults.Api.Request;
import bootcamp.faults.Ground.Course;
import bootcamp.faults.Invariant.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The whole platform in one JVM, killed at random moments under load and started again on the same
 * directory; then everything that was answered is looked for.
 */
final class KillRow {

    private static final int PER_SECOND = 60;
    private static final int CLIENTS = 4;
    private static final int LOAD_MILLIS_MAX = 2_500;

    private final Path home;
    private final Path run;
    private final long seed;

    /**
     * @param home of the checkout
     * @param run a directory of this run's own
     */
    KillRow(Path home, Path run, long seed) {
        this.home = home;
        this.run = run;
        this.seed = seed;
    }

    /** What a row came to. */
    record Result(int kills, long answered, long refused, long lost, List<Violation> violations) {

        Report report() {
            return new Report("F3-WHOLE", kills, answered, violations, List.of());
        }

        String sentence() {
            return "%d kills, %,d commands answered, %d lost; bounds the failure rate at about %s (95 %%)"
                    .formatted(kills, answered, lost, kills == 0 ? "1" : "3/" + kills);
        }
    }

    Result run(int kills) {
        Random random = new Random(seed);
        History history = new History(run.resolve("history.txt"));
        Ground ground = new Ground();
        Load load = new Load(history, ground, "k" + seed, CLIENTS, random.nextLong());
        List<Violation> violations = new ArrayList<>();
        try (Installation platform = new Installation(home, run)) {
            platform.start();
            try (Api nobody = Api.at(platform.url())) {
                nobody.setUp(platform.setUpToken(), Ground.ADMIN, Ground.PASSWORD);
                Api api = nobody.signedIn(Ground.ADMIN, Ground.PASSWORD);
                load.open(api, "k%d-roomy".formatted(seed), Ground.ROOMY);
                load.open(api, "k%d-tight".formatted(seed), Ground.TIGHT);
                List<Viewer> viewers = new ArrayList<>();
                for (Course course : ground.courses()) {
                    viewers.add(new Viewer(course.id(), platform::url, api::authorization));
                }
                for (int i = 1; i <= kills; i++) {
                    Load.Running running = load.start(PER_SECOND, () -> api);
                    Pause.of(Duration.ofMillis(100 + random.nextInt(LOAD_MILLIS_MAX)));
                    platform.kill();
                    running.stop();
                    killWhileItStarts(platform, random);
                    platform.start();
                    load.settle(() -> api);
                    System.out.printf("Kill %d of %d: %s%n", i, kills, tally(history));
                }
                ground.courses().forEach(course -> invite(api, course));
                violations.addAll(
                        new Erasures(api, load, ground.courses(), () -> observe(api, ground, load))
                                .check());
                Observed observed = observe(api, ground, load);
                awaitViewers(viewers, observed, ground);
                viewers.forEach(viewer -> violations.addAll(viewer.violations()));
                viewers.forEach(Viewer::close);
                Whereabouts whereabouts = new Whereabouts(load.students(), load.uploads());
                whereabouts.lookInAnswers(api, observed);
                // What is looked at after the end is what was looked at before it.
                for (int i = 0; i < Observed.READINGS_MAX && observed.hasMoved(api); i++) {
                    observed = observe(api, ground, load);
                }
                violations.addAll(new Checker(load.students(), load.uploads(), observed).check());
                platform.kill();
                violations.addAll(inTopic(platform, load, observed, whereabouts));
                lookIn(platform, whereabouts);
                violations.addAll(whereabouts.violations());
                whereabouts.say();
            }
        }
        return new Result(
                kills,
                history.count(Call.Outcome.OK),
                history.count(Call.Outcome.FAIL),
                lost(violations),
                violations);
    }

    /** So that students have accounts, in which nothing of them may be. */
    private static void invite(Api api, Course course) {
        Answer links =
                api.sendUntilAnswered(
                        Request.post(
                                "/api/cohorts/" + course.id() + "/invitations",
                                "",
                                "invite-" + course.id()));
        if (!links.isOk()) {
            throw new IllegalStateException("No invitations: " + links);
        }
    }

    private static long lost(List<Violation> violations) {
        return violations.stream().filter(each -> each.invariant() == Invariant.I1).count();
    }

    /** Every fourth time once more before it is ready: recovery must survive a kill too. */
    private static void killWhileItStarts(Installation platform, Random random) {
        if (random.nextInt(4) == 0) {
            platform.begin();
            Pause.of(Duration.ofMillis(500 + random.nextInt(6_000)));
            platform.kill();
        }
    }

    private static String tally(History history) {
        return Stream.of(Call.Outcome.OK, Call.Outcome.FAIL, Call.Outcome.INFO)
                .map(outcome -> "%s %,d".formatted(outcome, history.count(outcome)))
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    private static Observed observe(Api api, Ground ground, Load load) {
        List<String> imports =
                load.uploads().stream()
                        .map(RosterUpload::importId)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        return Observed.of(api, ground.courses(), imports);
    }

    private static void awaitViewers(List<Viewer> viewers, Observed observed, Ground ground) {
        List<Course> courses = ground.courses();
        for (int i = 0; i < viewers.size(); i++) {
            Viewer viewer = viewers.get(i);
            long current =
                    Objects.requireNonNull(observed.dashboards().get(courses.get(i).id()))
                            .path("revision")
                            .asLong();
            if (!Pause.until(Duration.ofSeconds(30), () -> viewer.revision() >= current)) {
                throw new IllegalStateException("A viewer did not come back");
            }
        }
    }

    /** What the broker's directory holds, whoever reads it. */
    private static List<Violation> inTopic(
            Installation platform, Load load, Observed observed, Whereabouts whereabouts) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(platform.brokerDirectory())) {
            whereabouts.lookInTopics(broker.bootstrapServers());
            Topic topic = Topic.read(broker.bootstrapServers());
            return new Checker(load.students(), load.uploads(), observed).check(topic, true);
        }
    }

    /** The database as the last kill left it, and all that was printed and logged. */
    private static void lookIn(Installation platform, Whereabouts whereabouts) {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(platform.databaseDirectory())) {
            whereabouts.lookInDatabase(database.uri());
        }
        whereabouts.lookInFiles(platform.logs());
        whereabouts.lookInFiles(platform.outputs());
    }
}
