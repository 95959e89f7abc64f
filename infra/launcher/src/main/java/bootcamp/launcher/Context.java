package bootcamp.launcher;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One of the platform's programs as a Spring context in this JVM, on loopback or behind the door.
 *
 * <p>It is started as its own process would be, from its own configuration file, with the addresses
 * of this machine put before it.
 */
final class Context implements AutoCloseable {

    /** A stream of events that a browser holds open must not hold up Ctrl-C. */
    private static final Duration LAST_REQUESTS = Duration.ofMillis(1500);

    private final ConfigurableApplicationContext context;

    private Context(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Context start(Program program, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("spring.config.name", program.name());
        all.put("spring.lifecycle.timeout-per-shutdown-phase", LAST_REQUESTS.toMillis() + "ms");
        String[] arguments =
                all.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new);
        return new Context(
                new SpringApplicationBuilder(program.load())
                        .registerShutdownHook(false)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .run(arguments));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
