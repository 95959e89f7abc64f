package bootcamp.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of the table: what is done to the platform, and how often. */
enum Fault {
    F1("kill the service: six points between a command's arrival and its pull") {
        @Override
        Report run(Scene scene, int runs) {
            return Rows.killService(scene, runs);
        }
    },
    F1_OVERTAKEN("kill the service mid-pull, a command accepted since what is pulled was sent") {
        @Override
        Report run(Scene scene, int runs) {
            return Rows.killOvertaken(scene, runs);
        }
    },
    F2("kill a reader: while it follows and while it catches up") {
        @Override
        Report run(Scene scene, int runs) {
            return Rows.killReader(scene, runs);
        }
    },
    F3("kill the broker: back after 0, 5 and 60 s") {
        @Override
        Report run(Scene scene, int runs) {
            List<Duration> downs = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                downs.add(DOWNS.get(i % DOWNS.size()));
            }
            return Rows.killBroker(scene, downs);
        }
    },
    F7("torn tails: the last segment of a partition, the last commit of the database") {
        @Override
        Report run(Scene scene, int runs) {
            return TornTails.run(scene, runs);
        }
    },
    F11("lost answers: every POST delivered, its answer lost, sent again up to five times") {
        @Override
        Report run(Scene scene, int runs) {
            return LostAnswers.run(scene, runs);
        }
    },
    F11_CURRICULUM("as F11: the POSTs of the curriculum service") {
        @Override
        Report run(Scene scene, int runs) {
            return LostAnswers.runOfCurriculum(scene, runs);
        }
    },
    F12("duplicates and disorder: every record again, one to three times, in any order") {
        @Override
        Report run(Scene scene, int runs) {
            return Rows.deliverAgain(scene, runs);
        }
    },
    F14("poison: what cannot be read, first, middle and last of a poll") {
        @Override
        Report run(Scene scene, int runs) {
            return Poison.run(scene, runs);
        }
    },
    F17("graceful stop: SIGTERM with open streams, under load") {
        @Override
        Report run(Scene scene, int runs) {
            return Rows.endGracefully(scene, runs, STREAMS);
        }
    },
    F18("viewers who do not behave, refused commands, broken uploads: what is left of them") {
        @Override
        Report run(Scene scene, int runs) {
            return Abuse.run(scene, runs);
        }
    },
    F20("the last seat of a cohort: many at once, at two processes") {
        @Override
        Report run(Scene scene, int runs) {
            return Rows.lastSeat(scene, runs, RACERS);
        }
    };

    private static final List<Duration> DOWNS =
            List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(60));

    static final int STREAMS = Integer.getInteger("faults.streams", 300);
    private static final int RACERS = 200;

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** Does it so often; the scene is whole again afterwards. */
    abstract Report run(Scene scene, int runs);

    /** The row on a scene of its own. */
    Report run(Path directory, long seed, int runs, List<Mutant> mutants) {
        List<Path> altered = mutants.stream().map(each -> each.writeTo(directory)).toList();
        Path own = directory.resolve(name().toLowerCase(Locale.ROOT));
        try (Scene scene = new Scene(own, seed, altered)) {
            return run(scene, runs, runs);
        }
    }

    /** As {@link #run(Scene, int)}; what stops the row goes into its report. */
    Report run(Scene scene, int runs, int counted) {
        scene.violations.clear();
        try {
            return run(scene, runs);
        } catch (BrokenInvariant broken) {
            scene.violated(broken.violation());
            return new Report(
                    name(),
                    counted,
                    scene.history.count(Call.Outcome.OK),
                    scene.violations,
                    List.of());
        }
    }

    String words() {
        return words;
    }
}
