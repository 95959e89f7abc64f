package bootcamp.enrollment.notice;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.enrollment.notice.MailProperties.Security;
import bootcamp.enrollment.notice.Postbox.Received;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters at a mail server, and at one that is ill. */
class MailServerTest {

    private static final String TO = "haneul@example.org";

    private final Postbox postbox = Postbox.open();

    @AfterEach
    void close() {
        postbox.close();
    }

    private static MailServer at(int port, Security security, @Nullable String username) {
        return new MailServer(
                new MailProperties(
                        "127.0.0.1",
                        port,
                        security,
                        username,
                        username == null ? null : "a password",
                        "부트캠프 학교 <school@bootcamp.example>",
                        Duration.ofMillis(500)));
    }

    private MailServer server() {
        return at(postbox.port(), Security.NONE, null);
    }

    @Test
    void aLetterArrivesAsItWasWritten() {
        String text = "김하늘 님,\n\nhttp://127.0.0.1/invite#" + "0a".repeat(40) + "\n. 점\n";

        assertThat(server().send(TO, "비밀번호를 정해 주세요", text)).isEmpty();

        assertThat(postbox.all()).hasSize(1);
        Received letter = postbox.all().getFirst();
        assertThat(letter.to()).isEqualTo(TO);
        assertThat(letter.subject()).isEqualTo("비밀번호를 정해 주세요");
        assertThat(letter.text()).isEqualTo(text);
        assertThat(letter.header("To")).isEqualTo(TO);
        assertThat(letter.header("From")).contains("<school@bootcamp.example>").isASCII();
        assertThat(letter.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(letter.header("Message-ID")).endsWith("@bootcamp.example>");
        assertThat(letter.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "haneul@example.org\r\nBcc: thief@example.org",
                "haneul@example.org\nBcc: thief@example.org",
                "haneul@example.org, thief@example.org",
                "haneul@example.org thief@example.org",
                "group:haneul@example.org,thief@example.org;",
                "Haneul <haneul@example.org>",
                "haneul@example.org (Haneul)",
                "하늘@example.org",
                "haneul@exa\u0000mple.org",
                "haneul@",
                "@example.org",
                "haneul",
                ""
            })
    void whatIsNotOneAddressGetsNoLetter(String to) {
        assertThat(server().send(to, "subject", "text")).contains(NotSent.ADDRESS_REFUSED);
        assertThat(postbox.all()).isEmpty();
    }

    @Test
    void aDomainInAnyScriptIsWrittenAsServersKnowIt() {
        assertThat(server().send("haneul@한국.example", "subject", "text")).isEmpty();
        assertThat(postbox.all()).map(Received::to).containsExactly("haneul@xn--3e0b707e.example");
    }

    @Test
    void aRecipientWhoIsRefusedTakesNobodyElseWithIt() {
        postbox.refuse("gone@example.org"::equals);

        assertThat(server().send("gone@example.org", "subject", "text"))
                .contains(NotSent.ADDRESS_REFUSED);
        assertThat(server().send(TO, "subject", "text")).isEmpty();
        assertThat(postbox.all()).map(Received::to).containsExactly(TO);
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        postbox.close();

        assertThat(server().send(TO, "subject", "text")).contains(NotSent.UNREACHABLE);
    }

    /** Else whoever sits on the way could take the encryption away, and read every link. */
    @Test
    void nothingIsSaidToAServerThatCannotSpeakInSecret() {
        MailServer wary = at(postbox.port(), Security.STARTTLS, "school");

        assertThat(wary.send(TO, "subject", "text")).contains(NotSent.UNREACHABLE);
        assertThat(at(postbox.port(), Security.TLS, "school").send(TO, "subject", "text"))
                .isPresent();
        assertThat(postbox.all()).isEmpty();
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        try (Talking silent = new Talking(List.of())) {
            assertThat(at(silent.port(), Security.NONE, null).send(TO, "subject", "text"))
                    .contains(NotSent.TIMED_OUT);
        }
    }

    @Test
    void aServerThatFallsSilentOverTheLetterIsGivenUp() throws IOException {
        try (Talking silent =
                new Talking(List.of("220 here", "250 hello", "250 from", "250 to", "354 go on"))) {
            assertThat(at(silent.port(), Security.NONE, null).send(TO, "subject", "text"))
                    .contains(NotSent.TIMED_OUT);
            assertThat(silent.heard).anyMatch(line -> line.equals("Subject: subject"));
        }
    }

    @Test
    void aServerThatTakesNoLettersHasRefused() throws IOException {
        try (Talking full =
                new Talking(
                        List.of(
                                "220 here",
                                "250 hello",
                                "250 from",
                                "250 to",
                                "452 4.3.1 no room",
                                "250 begun anew"))) {
            assertThat(at(full.port(), Security.NONE, null).send(TO, "subject", "text"))
                    .contains(NotSent.REFUSED);
        }
    }

    @Test
    void aLetterThatWasTakenIsSentThoughTheServerSaysNothingMore() throws IOException {
        try (Talking curt =
                new Talking(
                        List.of("220 here", "250 hello", "250 from", "250 to", "354 go on"),
                        "250 taken")) {
            assertThat(at(curt.port(), Security.NONE, null).send(TO, "subject", "text")).isEmpty();
        }
    }

    /** Says its lines one after the other, each when it has heard one, and then nothing more. */
    private static final class Talking implements AutoCloseable {

        private final ServerSocket socket =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<String> lines;
        private final String afterLetter;

        Talking(List<String> lines) throws IOException {
            this(lines, "");
        }

        Talking(List<String> lines, String afterLetter) throws IOException {
            this.lines = lines;
            this.afterLetter = afterLetter;
            Thread.ofVirtual().start(this::talk);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void talk() {
            try (Socket client = socket.accept();
                    BufferedReader in =
                            new BufferedReader(
                                    new InputStreamReader(
                                            client.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line : lines) {
                    say(client, line);
                    heard.add(String.valueOf(in.readLine()));
                }
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    heard.add(line);
                    if (line.equals(".") && !afterLetter.isEmpty()) {
                        say(client, afterLetter);
                    }
                }
            } catch (IOException e) {
                heard.add("the client has gone");
            }
        }

        private static void say(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
