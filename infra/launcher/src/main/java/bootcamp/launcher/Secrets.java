package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.source.IdSource;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What this installation alone knows, made once and kept: the keys by which services know their
 * gateway, the secret under keyed hashes (ids of what is created, people's identities), and the one
 * under the keys of files.
 *
 * <p>Losing the file loses nothing that was published, but people and repeated requests would no
 * longer be recognised; so it is never made anew while it is there.
 */
record Secrets(IdentityKeys identity, String hashing, String files) {

    private static final String PRIVATE_KEY = "identity.private-key";
    private static final String PUBLIC_KEY = "identity.public-key";
    private static final String HASHING = "hashing.secret";
    private static final String FILES = "files.secret";

    /**
     * @param files where files are: as long as there are none, a secret for them is made for a
     *     directory that is older than they are
     * @throws CommandFailure if the file is there but has lost something
     */
    static Secrets readOrMake(Path directory, Path files) throws IOException {
        Path file = directory.resolve("secrets.properties");
        if (Files.exists(file)) {
            return read(file, Files.exists(files));
        }
        Secrets made = new Secrets(IdentityKeys.generate(), random(), random());
        OwnerOnly.write(file, made.asText());
        return made;
    }

    private static Secrets read(Path file, boolean hasFiles) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        boolean isOlder = !hasFiles && !properties.containsKey(FILES);
        Secrets secrets =
                new Secrets(
                        new IdentityKeys(
                                required(properties, PRIVATE_KEY, file),
                                required(properties, PUBLIC_KEY, file)),
                        required(properties, HASHING, file),
                        isOlder ? random() : required(properties, FILES, file));
        if (isOlder) {
            OwnerOnly.write(file, secrets.asText());
        }
        return secrets;
    }

    private static String required(Properties properties, String name, Path file) {
        String value = properties.getProperty(name, "");
        if (value.isBlank()) {
            throw new CommandFailure(
                    "%s has lost %s; put back the file from a backup of this directory."
                            .formatted(file, name));
        }
        return value;
    }

    private String asText() {
        StringWriter text = new StringWriter();
        text.write("# Made at the first start. Whoever reads this can act as the gateway.\n");
        new TreeMap<>(
                        Map.of(
                                PRIVATE_KEY,
                                identity.privateKey(),
                                PUBLIC_KEY,
                                identity.publicKey(),
                                HASHING,
                                hashing,
                                FILES,
                                files))
                .forEach((name, value) -> text.write(name + "=" + value + "\n"));
        return text.toString();
    }

    /** 256 bits. */
    private static String random() {
        IdSource source = IdSource.random();
        return source.next() + source.next();
    }

    /** Never the secrets themselves. */
    @Override
    public String toString() {
        return "Secrets[]";
    }
}
