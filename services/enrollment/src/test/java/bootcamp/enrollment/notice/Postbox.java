package bootcamp.enrollment.notice;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on a port of its own that keeps what it is given. */
public final class Postbox implements AutoCloseable {

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final SMTPServer server;
    private volatile Predicate<String> refused = _ -> false;
    private volatile Predicate<String> busyFor = _ -> false;
    private final List<String> turnedAway = new CopyOnWriteArrayList<>();
    private volatile Pause pause = new Pause(new CountDownLatch(0), new CountDownLatch(0));
    private final AtomicInteger beforePause = new AtomicInteger();

    /**
     * While it lasts, letters are taken and not acknowledged.
     *
     * @param begun a letter has come
     */
    public record Pause(CountDownLatch begun, CountDownLatch over) {

        private void await() {
            begun.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * A letter as it came.
     *
     * @param to of the envelope: to whom it goes, whatever the letter says
     * @param raw the letter's bytes as text
     */
    public record Received(String to, String raw, MimeMessage letter) {

        public String subject() {
            return asked(() -> letter.getSubject());
        }

        /** With line breaks as this program writes them. */
        public String text() {
            return asked(() -> (String) letter.getContent()).replace("\r\n", "\n");
        }

        public String header(String name) {
            return asked(() -> Objects.requireNonNullElse(letter.getHeader(name, ", "), ""));
        }

        public int recipients() {
            return asked(() -> letter.getRecipients(Message.RecipientType.TO).length);
        }
    }

    private interface Question {
        String ask() throws MessagingException, IOException;
    }

    private interface Count {
        int ask() throws MessagingException;
    }

    private static String asked(Question question) {
        try {
            return question.ask();
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int asked(Count question) {
        try {
            return question.ask();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Postbox() {
        server =
                SMTPServer.port(0)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .messageHandlerFactory(Taking::new)
                        .build();
    }

    public static Postbox open() {
        Postbox postbox = new Postbox();
        postbox.server.start();
        return postbox;
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** The settings by which the enrollment service sends its letters here. */
    public String[] settings() {
        return new String[] {
            "--bootcamp.mail.host=127.0.0.1",
            "--bootcamp.mail.port=" + port(),
            "--bootcamp.mail.security=NONE",
            "--bootcamp.mail.from=부트캠프 <school@bootcamp.example>",
            "--bootcamp.mail.timeout=5s"
        };
    }

    /** The same as environment variables, for a process of its own. */
    public Map<String, String> environment() {
        return Arrays.stream(settings())
                .map(setting -> setting.substring("--".length()).split("=", 2))
                .collect(
                        Collectors.toMap(
                                parts -> parts[0].toUpperCase(Locale.ROOT).replace('.', '_'),
                                parts -> parts[1]));
    }

    /** From now on it does not know these addresses. */
    public void refuse(Predicate<String> addresses) {
        refused = addresses;
    }

    /** From now on it takes no letter to these addresses, but may do so later. */
    public void busyFor(Predicate<String> addresses) {
        busyFor = addresses;
    }

    /** To whom letters were not taken because it was busy, each time. */
    public List<String> turnedAway() {
        return List.copyOf(turnedAway);
    }

    /** From now on, until it is over. */
    public Pause pause() {
        return pauseAfter(0);
    }

    /** Once it has taken so many more, until it is over. */
    public Pause pauseAfter(int letters) {
        beforePause.set(letters);
        pause = new Pause(new CountDownLatch(1), new CountDownLatch(1));
        return pause;
    }

    public List<Received> all() {
        return List.copyOf(received);
    }

    /** What came for an address, oldest first. */
    public List<Received> to(String address) {
        return received.stream().filter(each -> each.to().equals(address)).toList();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** One conversation with a client. */
    private final class Taking implements MessageHandler {

        private final List<String> recipients = new CopyOnWriteArrayList<>();

        private Taking(MessageContext context) {
            Objects.requireNonNull(context);
        }

        @Override
        public void from(String address) {
            // From whom it comes stands in the letter.
        }

        @Override
        public void recipient(String address) throws RejectException {
            if (refused.test(address)) {
                throw new RejectException(550, "5.1.1 <" + address + "> unknown here");
            }
            recipients.add(address);
        }

        @Override
        public @Nullable String data(InputStream data) throws IOException, RejectException {
            byte[] bytes = data.readAllBytes();
            if (recipients.stream().anyMatch(busyFor)) {
                turnedAway.addAll(recipients);
                throw new RejectException(451, "4.3.2 busy, try again later");
            }
            if (beforePause.getAndDecrement() <= 0) {
                pause.await();
            }
            for (String to : recipients) {
                received.add(
                        new Received(to, new String(bytes, StandardCharsets.UTF_8), read(bytes)));
            }
            return null;
        }

        private static MimeMessage read(byte[] bytes) {
            try {
                return new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
            } catch (MessagingException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }

        @Override
        public void done() {
            recipients.clear();
        }
    }
}
