package bootcamp.launcher;

import java.util.List;
import java.util.Map;

/**
 * One of the platform's programs: a service, or the gateway.
 *
 * @param name of its configuration file, and of the service where it is one
 * @param application the name of its main class, so that a tool that starts none loads none
 * @param settings of its configuration, above those that the platform gives to all
 */
record Program(String name, String application, Map<String, String> settings) {

    Program {
        settings = Map.copyOf(settings);
    }

    Program(String name, String application) {
        this(name, application, Map.of());
    }

    Program with(String key, String value) {
        return new Program(name, application, Map.of(key, value));
    }

    static final Program ENROLLMENT =
            new Program("enrollment", "bootcamp.enrollment.EnrollmentApplication");
    static final Program CURRICULUM =
            new Program("curriculum", "bootcamp.curriculum.CurriculumApplication");

    static final Program COMPETITION =
            new Program("competition", "bootcamp.competition.CompetitionApplication");

    static final Program REVIEW = new Program("review", "bootcamp.review.ReviewApplication");

    /** All services, in no order: none needs another to start. */
    static final List<Program> SERVICES = List.of(ENROLLMENT, CURRICULUM, COMPETITION, REVIEW);

    static final Program GATEWAY = new Program("gateway", "bootcamp.gateway.GatewayApplication");

    Class<?> load() {
        try {
            return Class.forName(application);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("This build has no " + application, e);
        }
    }
}
