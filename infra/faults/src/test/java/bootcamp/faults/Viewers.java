package bootcamp.faults;

import static bootcamp.faults.Invariant.I7;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Open pages on all cohorts of a scene; what they saw goes into its violations at the end. */
final class Viewers implements AutoCloseable {

    private static final Duration BACK_MAX = Duration.ofSeconds(60);

    private final Scene scene;
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<String> cohortIds = new ArrayList<>();

    /** One for each cohort. */
    Viewers(Scene scene) {
        this(scene, scene.ground.courses().size());
    }

    /**
     * @param count spread over the cohorts
     */
    Viewers(Scene scene, int count) {
        this.scene = scene;
        List<Ground.Course> courses = scene.ground.courses();
        for (int i = 0; i < count; i++) {
            String cohortId = courses.get(i % courses.size()).id();
            cohortIds.add(cohortId);
            viewers.add(new Viewer(cohortId, scene.gateway::url, scene.api::authorization));
        }
    }

    /** Waits until all see something. */
    void connect() {
        if (!Pause.until(
                BACK_MAX, () -> viewers.stream().allMatch(viewer -> viewer.messages() > 0))) {
            throw new IllegalStateException("Not all viewers could connect");
        }
    }

    /** Waits until all see the newest, by themselves. */
    void catchUp() {
        Observed observed = scene.observe();
        for (int i = 0; i < viewers.size(); i++) {
            Viewer viewer = viewers.get(i);
            String cohortId = cohortIds.get(i);
            var dashboard = observed.dashboards().get(cohortId);
            long current = dashboard == null ? 0 : dashboard.path("revision").asLong();
            if (!Pause.until(BACK_MAX, () -> viewer.revision() >= current)) {
                scene.violated(
                        I7.violated(
                                "a viewer of %s is at %d, the dashboard at %d",
                                cohortId, viewer.revision(), current));
            }
        }
    }

    @Override
    public void close() {
        viewers.forEach(viewer -> viewer.violations().forEach(scene::violated));
        viewers.forEach(Viewer::close);
    }
}
