package bootcamp.faults;

import bootcamp.faults.Invariant.Violation;
import bootcamp.faults.Site.Part;
import bootcamp.faults.Site.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * A site with what a row of faults works on: a service, a gateway, an admin, two cohorts, and a
 * load whose every call is on record.
 */
final class Scene implements AutoCloseable {

    static final int PER_SECOND = 80;
    private static final int CLIENTS = 4;

    final Random random;
    final Site site;
    final Service service;
    final Part gateway;
    final Api api;
    final Ground ground = new Ground();
    final History history;
    final Load load;
    final List<Violation> violations = new ArrayList<>();
    private final String name;

    /**
     * Starts everything.
     *
     * @param directory of this run alone
     * @param mutants directories of altered classes; none: the platform as it is
     */
    Scene(Path directory, long seed, List<Path> mutants) {
        random = new Random(seed);
        name = "f" + seed;
        site = new Site(directory, mutants);
        service = site.enrollment("enrollment-a");
        gateway = site.gateway("gateway-1", service);
        service.part().begin();
        gateway.begin();
        service.part().ready();
        gateway.ready();
        api = site.admin(gateway);
        history = new History(directory.resolve("history.txt"));
        load = new Load(history, ground, name, CLIENTS, random.nextLong());
        load.open(api, name + "-roomy", Ground.ROOMY);
        load.open(api, name + "-tight", Ground.TIGHT);
    }

    /** An id that no other of this run has. */
    String id(String what) {
        return name + "-" + what + "-" + load.nextNumber();
    }

    /** Load until the thing has happened, and a little longer. */
    void underLoad(Runnable thing) {
        underLoad(PER_SECOND, thing);
    }

    /**
     * As above.
     *
     * @param perSecond commands of all clients together
     */
    void underLoad(int perSecond, Runnable thing) {
        Load.Running running = load.start(perSecond, () -> api);
        try {
            thing.run();
            Pause.of(Duration.ofMillis(200));
        } finally {
            running.stop();
        }
    }

    /** The proxies only pass on again. */
    void untap() {
        site.kafka.tap(WireProxy.Tap.NONE);
        service.mongo().tap(WireProxy.Tap.NONE);
    }

    void violated(Violation violation) {
        violations.add(violation);
    }

    Observed observe() {
        load.settle(() -> api);
        List<String> imports =
                load.uploads().stream()
                        .map(RosterUpload::importId)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        return Observed.of(api, ground.courses(), imports);
    }

    /**
     * When all is quiet: everything that must hold.
     *
     * @param oneWriter as {@link Checker#check(Topic, boolean)} means it
     */
    List<Violation> verdict(boolean oneWriter) {
        Observed observed = observe();
        violations.addAll(whereabouts(observed).violations());
        Topic topic = Topic.read(site.bootstrapServers());
        // A claim that was never settled is given back a minute later, whoever looks on meanwhile.
        for (int i = 0; i < Observed.READINGS_MAX && observed.hasMoved(api); i++) {
            observed = observe();
            topic = Topic.read(site.bootstrapServers());
        }
        Checker checker = new Checker(load.students(), load.uploads(), observed);
        violations.addAll(checker.check());
        Checker ofTopic = new Checker(load.students(), load.uploads(), observed);
        violations.addAll(ofTopic.check(topic, oneWriter));
        return violations;
    }

    /** Everywhere but in files of the database, where dead pages stay until they are used again. */
    private Whereabouts whereabouts(Observed observed) {
        Whereabouts whereabouts = new Whereabouts(load.students(), load.uploads());
        whereabouts.lookInAnswers(api, observed);
        whereabouts.lookInDatabase(site.databaseUri());
        whereabouts.lookInTopics(site.bootstrapServers());
        whereabouts.lookInFiles(site.directory());
        whereabouts.say();
        return whereabouts;
    }

    /** When all is quiet: some more are erased, and come again. */
    void eraseMore() {
        violations.addAll(new Erasures(api, load, ground.courses(), this::observe).check());
    }

    @Override
    public void close() {
        api.close();
        site.close();
    }
}
