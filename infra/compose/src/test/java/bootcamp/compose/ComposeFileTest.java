package bootcamp.compose;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.container.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every container, whoever adds one. */
class ComposeFileTest {

    private static final Compose COMPOSE = Compose.read();
    private static final Pattern SECRET =
            Pattern.compile("PASSWORD|SECRET|TOKEN|PRIVATE|(?<!PUBLIC_)KEY$");
    private static final Pattern VARIABLE_ONLY = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:v?[0-9]+\\.[0-9]+[^:]*");

    static List<String> services() {
        return List.copyOf(COMPOSE.services().keySet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void containerIsHardened(String name) {
        Map<String, Object> service = COMPOSE.service(name);

        assertThat(service).containsEntry("read_only", true);
        assertThat(Compose.list(service.get("cap_drop"))).containsExactly("ALL");
        assertThat(service).doesNotContainKeys("cap_add", "privileged", "network_mode", "pid");
        assertThat(Compose.list(service.get("security_opt"))).contains("no-new-privileges:true");
        assertThat(String.valueOf(service.get("user"))).matches("[1-9][0-9]*:[0-9]+");
        assertThat(Compose.list(service.get("tmpfs"))).anyMatch(one -> one.startsWith("/tmp"));
        assertThat(String.valueOf(service.get("mem_limit"))).matches("[0-9]+[mg]");
        assertThat(service.toString()).doesNotContain("docker.sock");
    }

    @ParameterizedTest
    @MethodSource("services")
    void containerComesBackAndSaysWhetherItIsWell(String name) {
        Map<String, Object> service = COMPOSE.service(name);
        Map<String, Object> check = Compose.map(service.get("healthcheck"));

        if (isOnce(name)) {
            assertThat(String.valueOf(service.get("restart"))).matches("on-failure:[0-9]+");
            assertThat(check).containsEntry("disable", true);
        } else {
            assertThat(service).containsEntry("restart", "unless-stopped");
            assertThat(Compose.list(check.get("test"))).hasSizeGreaterThan(1).startsWith("CMD");
            assertThat(check).containsKeys("interval", "timeout", "retries");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void imageIsOneVersionForEver(String name) {
        Map<String, Object> service = COMPOSE.service(name);

        assertThat(String.valueOf(service.get("image"))).matches(PINNED).doesNotContain("latest");
    }

    @ParameterizedTest
    @MethodSource("services")
    void dataIsInNamedVolumesAndFilesAreReadOnly(String name) {
        for (String volume : Compose.list(COMPOSE.service(name).get("volumes"))) {
            String source = volume.split(":", 2)[0];
            if (source.startsWith("./")) {
                assertThat(volume).endsWith(":ro");
            } else {
                assertThat(COMPOSE.volumes()).containsKey(source);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void noSecretIsWrittenDownAndNoneHasADefault(String name) {
        COMPOSE.environment(name)
                .forEach(
                        (variable, value) -> {
                            // Empty is switched off, which is no default secret.
                            boolean off = value.equals("${" + variable + ":-}");
                            if (SECRET.matcher(variable).find() && !off) {
                                assertThat(value).as(variable).matches(VARIABLE_ONLY);
                                assertThat(value).as(variable).doesNotContain(":-");
                            }
                            // A password in an address is a variable as well.
                            assertThat(value.replaceAll("://[^:/@]+:\\$\\{[^}]+}@", "://"))
                                    .as(variable)
                                    .doesNotContainPattern("://[^/]*@");
                        });
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsWaitedForIsThere(String name) {
        Map<String, Object> dependencies = Compose.map(COMPOSE.service(name).get("depends_on"));

        dependencies.forEach(
                (other, how) -> {
                    assertThat(COMPOSE.services()).containsKey(other);
                    String condition = String.valueOf(Compose.map(how).get("condition"));
                    assertThat(condition.equals("service_completed_successfully"))
                            .as(other)
                            .isEqualTo(isOnce(other));
                });
    }

    @ParameterizedTest
    @MethodSource("services")
    void onlyTheFrontListensToTheWorldAndTheStoresAreInside(String name) {
        Map<String, Object> service = COMPOSE.service(name);
        List<String> networks = Compose.list(service.get("networks"));

        assertThat(COMPOSE.networks()).containsKeys(networks.toArray(String[]::new));
        for (String port : Compose.list(service.get("ports"))) {
            assertThat(name.equals("front") || port.startsWith("127.0.0.1:")).as(port).isTrue();
        }
        if (List.of("kafka", "mongodb").contains(name)) {
            assertThat(networks).containsExactly("inside");
        }
        // A way out to the mail server, for one alone and closed unless the operator opens it.
        assertThat(networks.contains("mail")).isEqualTo(name.equals("enrollment"));
        if (name.equals("enrollment")) {
            assertThat(networks).containsExactly("inside", "mail");
        }
        assertThat(Compose.map(COMPOSE.networks().get("inside"))).containsEntry("internal", true);
        assertThat(Compose.map(COMPOSE.networks().get("mail")).get("internal"))
                .hasToString("${BOOTCAMP_MAIL_NETWORK_INTERNAL:-true}");
    }

    @Test
    void whatIsScaledHasNoNameAndNoPortOfItsOwn() {
        for (String name :
                List.of("gateway", "enrollment", "curriculum", "competition", "review")) {
            assertThat(COMPOSE.service(name)).doesNotContainKeys("container_name", "ports");
        }
    }

    @Test
    void prometheusAsksWhereTheFiguresAre() throws IOException {
        String asks = Files.readString(Compose.ROOT.resolve("infra/observability/prometheus.yml"));

        for (String name :
                List.of("gateway", "enrollment", "curriculum", "competition", "review")) {
            assertThat(asks)
                    .contains("port: " + COMPOSE.environment(name).get("MANAGEMENT_SERVER_PORT"));
        }
    }

    /** By what order documents lie in, nobody is to learn when something was written. */
    @Test
    void whatStudentsWriteLiesInTheOrderOfIds() throws IOException {
        String setup = Files.readString(Compose.ROOT.resolve("infra/compose/mongodb/setup.js"));

        assertThat(setup)
                .contains("collections: ['boxes', 'conductReports', 'tickets']")
                .contains("clusteredIndex: { key: { _id: 1 }, unique: true }");
    }

    @Test
    void everyPartHasADatabaseUserOfItsOwn() throws IOException {
        String setup = Files.readString(Compose.ROOT.resolve("infra/compose/mongodb/setup.js"));

        assertThat(COMPOSE.environment("gateway").get("BOOTCAMP_MONGODB_URI"))
                .startsWith("mongodb://gateway:${MONGODB_GATEWAY_PASSWORD:");
        assertThat(COMPOSE.environment("enrollment").get("BOOTCAMP_MONGODB_URI"))
                .startsWith("mongodb://enrollment:${MONGODB_ENROLLMENT_PASSWORD:");
        assertThat(COMPOSE.environment("curriculum").get("BOOTCAMP_MONGODB_URI"))
                .startsWith("mongodb://curriculum:${MONGODB_CURRICULUM_PASSWORD:");
        assertThat(COMPOSE.environment("enrollment").get("BOOTCAMP_PEOPLE_URI"))
                .startsWith("mongodb://people:${MONGODB_PEOPLE_PASSWORD:");
        for (String part :
                List.of("gateway", "enrollment", "curriculum", "competition", "review", "people")) {
            String secret = "MONGODB_" + part.toUpperCase(java.util.Locale.ROOT) + "_PASSWORD";
            assertThat(setup)
                    .contains(
                            "{ name: '%s', database: 'bootcamp_%s', password: '%s' }"
                                    .formatted(part, part, secret));
            assertThat(COMPOSE.environment("mongodb-setup")).containsKey(secret);
        }
    }

    @Test
    void writesAreOnTheDisksOfTheMajorityBeforeTheyAreAnswered() {
        for (String name :
                List.of("gateway", "enrollment", "curriculum", "competition", "review")) {
            COMPOSE.environment(name).values().stream()
                    .filter(value -> value.startsWith("mongodb://"))
                    .forEach(
                            uri ->
                                    assertThat(uri)
                                            .contains("replicaSet=bootcamp")
                                            .contains("w=majority")
                                            .contains("journal=true"));
        }
    }

    @Test
    void whatIsBuiltIsThereAndRunsAsNobody() throws IOException {
        for (String name : services()) {
            Object build = COMPOSE.service(name).get("build");
            if (build == null) {
                continue;
            }
            Path dockerfile =
                    build instanceof String folder
                            ? Compose.ROOT.resolve(folder).resolve("Dockerfile")
                            : Compose.ROOT.resolve(
                                    String.valueOf(Compose.map(build).get("dockerfile")));
            assertThat(Files.readString(dockerfile))
                    .contains("\nUSER 1000:1000\n")
                    .doesNotContain(":latest");
        }
    }

    @Test
    void theTestsWithRealServersUseTheSameVersions() {
        assertThat(COMPOSE.service("mongodb")).containsEntry("image", Servers.MONGODB_IMAGE);
        assertThat(COMPOSE.service("mongodb-setup")).containsEntry("image", Servers.MONGODB_IMAGE);
        assertThat(COMPOSE.service("kafka")).containsEntry("image", Servers.KAFKA_IMAGE);
    }

    private static boolean isOnce(String name) {
        return List.of("topics", "mongodb-setup").contains(name);
    }
}
