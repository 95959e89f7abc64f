package bootcamp.faults;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.embedded.FreePorts;
import bootcamp.enrollment.EnrollmentApplication;
import bootcamp.enrollment.notice.Postbox;
import bootcamp.faults.WireProxy.Protocol;
import bootcamp.gateway.GatewayApplication;
import bootcamp.platform.event.TopicTable;
import bootcamp.platform.security.IdentityKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The platform as processes of their own: a broker, a database, any number of services and
 * gateways, each of which can be killed and started again at the same address. Whatever they say to
 * broker and database goes through proxies of the harness.
 */
final class Site implements AutoCloseable {

    /** Where the letters to students go. */
    static final Postbox POSTBOX = Postbox.open();

    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final Pattern SERVING = Pattern.compile("(?m)^(Serving) ");
    private static final String SET_UP_TOKEN = "a-token-of-this-run-alone-0123456789";
    private static final String SECRET = "a-hashing-secret-of-this-run-alone-0123456789";

    /** One process that has an address. */
    final class Part {

        private final String name;
        final int port;
        private final Class<?> main;
        private final List<String> arguments;
        private final Map<String, String> environment;
        private @Nullable Jvm jvm;
        private int starts;

        private Part(
                String name,
                int port,
                Class<?> main,
                List<String> arguments,
                Map<String, String> environment) {
            this.name = name;
            this.port = port;
            this.main = main;
            this.arguments = arguments;
            this.environment = environment;
        }

        /** Starts the process without waiting. */
        Part begin() {
            starts++;
            Path output = directory.resolve("%s-%03d.txt".formatted(name, starts));
            jvm = Jvm.start(output, mutants, main, environment, arguments.toArray(String[]::new));
            return this;
        }

        Jvm jvm() {
            if (jvm == null) {
                throw new IllegalStateException(name + " was not started");
            }
            return jvm;
        }

        /** Waits until it can be used. */
        Part ready() {
            if (main == BrokerProcess.class || main == DatabaseProcess.class) {
                jvm().await(SERVING);
                return this;
            }
            try (Api api = Api.at(url())) {
                boolean ready = Pause.until(START_MAX, () -> isReady(api) || !jvm().isAlive());
                if (!ready || !jvm().isAlive()) {
                    String printed = jvm().printed();
                    throw new IllegalStateException(
                            "%s did not start: %s"
                                    .formatted(
                                            name,
                                            printed.substring(
                                                    Math.max(0, printed.length() - 4_000))));
                }
            }
            return this;
        }

        boolean isReady(Api api) {
            try {
                return api.send(Api.Request.get("/readyz")).status() == 200;
            } catch (IOException e) {
                return false;
            }
        }

        /** Whether it takes connections, ready or not. */
        boolean accepts() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + port);
        }

        void kill() {
            jvm().kill();
        }

        void restart() {
            begin().ready();
        }
    }

    private final Path directory;
    private final List<Path> mutants;
    private final IdentityKeys keys = IdentityKeys.generate();
    private final List<Part> parts = new ArrayList<>();
    private final List<WireProxy> proxies = new ArrayList<>();
    final Part broker;
    final Part database;
    final WireProxy kafka;

    /**
     * Starts broker and database.
     *
     * @param directory of this site alone
     * @param mutants directories of altered classes that come before the platform's own
     */
    Site(Path directory, List<Path> mutants) {
        this.directory = directory;
        this.mutants = List.copyOf(mutants);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int brokerPort = FreePorts.next();
        int databasePort = FreePorts.next();
        kafka = proxy(Protocol.KAFKA, brokerPort);
        broker =
                part(
                        "broker",
                        brokerPort,
                        BrokerProcess.class,
                        List.of(
                                brokerDirectory().toString(),
                                String.valueOf(brokerPort),
                                String.valueOf(kafka.port())),
                        Map.of());
        database =
                part(
                        "database",
                        databasePort,
                        DatabaseProcess.class,
                        List.of(databaseDirectory().toString(), String.valueOf(databasePort)),
                        Map.of());
        broker.begin();
        database.begin();
        broker.ready();
        database.ready();
        TopicTable.fromClassPath().createMissing(bootstrapServers());
    }

    Path brokerDirectory() {
        return directory.resolve("broker");
    }

    Path databaseDirectory() {
        return directory.resolve("database");
    }

    /** What processes print lies here. */
    Path directory() {
        return directory;
    }

    /** Past all proxies. */
    String databaseUri() {
        return "mongodb://127.0.0.1:" + database.port;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafka.port();
    }

    private WireProxy proxy(Protocol protocol, int upstream) {
        WireProxy proxy = new WireProxy(protocol, upstream);
        proxies.add(proxy);
        return proxy;
    }

    private Part part(
            String name,
            int port,
            Class<?> main,
            List<String> arguments,
            Map<String, String> environment) {
        Part part = new Part(name, port, main, arguments, environment);
        parts.add(part);
        return part;
    }

    /**
     * An enrollment service with the proxy through which it speaks to the database.
     *
     * @param mongo its own
     */
    record Service(Part part, WireProxy mongo) {}

    /** One more instance of the enrollment service; not started yet. */
    Service enrollment(String name) {
        WireProxy mongo = proxy(Protocol.MONGO, database.port);
        int port = FreePorts.next();
        Map<String, String> environment = common(port, mongo.port());
        environment.putAll(POSTBOX.environment());
        return new Service(
                part(name, port, EnrollmentApplication.class, List.of(), environment), mongo);
    }

    /** One more instance of the curriculum service; not started yet. */
    Part curriculum(String name) {
        int port = FreePorts.next();
        Map<String, String> environment = common(port, database.port);
        environment.put("BOOTCAMP_FILES_SECRET", SECRET);
        return part(name, port, CurriculumApplication.class, List.of(), environment);
    }

    /** One more gateway, in front of both services; not started yet. */
    Part gateway(String name, Service service, Part curriculum) {
        Part part = gateway(name, service);
        part.environment.put("BOOTCAMP_SERVICES_CURRICULUM_URL", curriculum.url().toString());
        return part;
    }

    /** One more gateway, in front of that service; not started yet. */
    Part gateway(String name, Service service) {
        int port = FreePorts.next();
        Map<String, String> environment = common(port, database.port);
        environment.put("BOOTCAMP_IDENTITY_PRIVATEKEY", keys.privateKey());
        environment.put("BOOTCAMP_SERVICES_ENROLLMENT_URL", service.part().url().toString());
        environment.put("BOOTCAMP_SETUPTOKEN", SET_UP_TOKEN);
        // The load is the harness's own: it is not to be told to wait.
        environment.put("BOOTCAMP_RATELIMIT_PERSECOND", "100000");
        environment.put("BOOTCAMP_RATELIMIT_BURST", "100000");
        environment.put("BOOTCAMP_DASHBOARDS_VIEWERSMAXACCOUNT", "12000");
        return part(name, port, GatewayApplication.class, List.of(), environment);
    }

    private Map<String, String> common(int port, int mongoPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("BOOTCAMP_KAFKA_BOOTSTRAPSERVERS", bootstrapServers());
        environment.put("BOOTCAMP_MONGODB_URI", "mongodb://127.0.0.1:" + mongoPort);
        environment.put("BOOTCAMP_IDENTITY_PUBLICKEY", keys.publicKey());
        environment.put("BOOTCAMP_HASHING_SECRET", SECRET);
        return environment;
    }

    /** An admin's token at that gateway; the first call makes the admin. */
    Api admin(Part gateway) {
        Api nobody = Api.at(gateway.url());
        if (nobody.get("/api/setup").path("open").asBoolean(false)) {
            nobody.setUp(SET_UP_TOKEN, Ground.ADMIN, Ground.PASSWORD);
        }
        return nobody.signedIn(Ground.ADMIN, Ground.PASSWORD);
    }

    @Override
    public void close() {
        parts.reversed().stream()
                .filter(part -> part.jvm != null)
                .forEach(part -> part.jvm().close());
        proxies.forEach(WireProxy::close);
    }
}
