package bootcamp.compose;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.security.IdentitySigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes the secrets of a server. */
class SecretsTest {

    @TempDir Path directory;

    record Said(int status, String text) {}

    @Test
    void everyVariableOfTheComposeFileIsMadeAndNoOther() throws Exception {
        Map<String, String> made = make(directory.resolve(".env"));

        assertThat(made.keySet()).containsExactlyInAnyOrderElementsOf(Compose.read().required());
        assertThat(made).doesNotContainValue("").containsEntry("BOOTCAMP_DOMAIN", "localhost");
    }

    @Test
    void nobodyButTheOwnerReadsThem() throws Exception {
        Path file = directory.resolve(".env");

        make(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        Path file = directory.resolve(".env");
        make(file);
        String before = Files.readString(file);

        Said again = run("localhost", file.toString());

        assertThat(again.status()).isEqualTo(1);
        assertThat(again.text()).contains("is there already").hasLineCount(1);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void noTwoServersShareASecret() throws Exception {
        Map<String, String> one = make(directory.resolve("one"));
        Map<String, String> other = make(directory.resolve("other"));

        one.remove("BOOTCAMP_DOMAIN");
        one.forEach((name, value) -> assertThat(other.get(name)).as(name).isNotEqualTo(value));
        assertThat(one.values()).doesNotHaveDuplicates();
    }

    @Test
    void keysArePairOfTheGatewayAndItsServices() throws Exception {
        Map<String, String> made = make(directory.resolve(".env"));
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        byte[] word = "who asks".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(
                keys.generatePrivate(
                        new PKCS8EncodedKeySpec(bytes(made.get("IDENTITY_PRIVATE_KEY")))));
        signature.update(word);
        byte[] signed = signature.sign();
        signature.initVerify(
                keys.generatePublic(
                        new X509EncodedKeySpec(bytes(made.get("IDENTITY_PUBLIC_KEY")))));
        signature.update(word);

        assertThat(signature.verify(signed)).isTrue();
        assertThat(
                        new IdentitySigner(
                                String.valueOf(made.get("IDENTITY_PRIVATE_KEY")),
                                InstantSource.system()))
                .isNotNull();
    }

    @Test
    void aNameThatIsNoHostIsRefused() throws Exception {
        for (String wrong : List.of("", "a b", "https://a.example", "$(id)")) {
            Said said = run(wrong, directory.resolve("none").toString());

            assertThat(said.status()).as(wrong).isEqualTo(1);
            assertThat(said.text()).as(wrong).hasLineCount(1);
        }
        assertThat(directory).isEmptyDirectory();
    }

    static Map<String, String> make(Path file) throws IOException, InterruptedException {
        Said said = run("localhost", file.toString());
        assertThat(said.status()).as(said.text()).isZero();
        Map<String, String> made = Compose.dotEnv(file);
        assertThat(said.text())
                .contains("Set up: https://localhost/setup#" + made.get("BOOTCAMP_SETUP_TOKEN"));
        return made;
    }

    private static Said run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "infra/compose/secrets.sh"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(Compose.ROOT.toFile())
                        .redirectErrorStream(true)
                        .start();
        String text =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }

    private static byte[] bytes(@org.jspecify.annotations.Nullable String base64) {
        return Base64.getDecoder().decode(String.valueOf(base64));
    }
}
