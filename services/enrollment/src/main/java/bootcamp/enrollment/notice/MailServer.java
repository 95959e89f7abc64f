package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.MailProperties.Security;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Hands letters to the mail server, each on a connection of its own, so that one that is refused
 * takes no other with it. Failures are told by kind alone: what a mail server says quotes
 * addresses.
 */
final class MailServer {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int CAUSES_MAX = 8;

    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
    private final InternetAddress from;

    /**
     * @param properties with a host
     * @throws IllegalArgumentException where letters cannot come from such an address
     */
    MailServer(MailProperties properties) {
        from = sender(Objects.requireNonNull(properties.from()));
        sender.setHost(properties.host());
        sender.setPort(properties.port());
        sender.setDefaultEncoding(UTF_8);
        sender.setUsername(properties.username());
        sender.setPassword(properties.password());
        sender.setJavaMailProperties(settings(properties, from.getAddress()));
    }

    private static Properties settings(MailProperties properties, String from) {
        String millis = Long.toString(properties.timeout().toMillis());
        Properties settings = new Properties();
        // Without these it is waited for ever.
        settings.setProperty("mail.smtp.connectiontimeout", millis);
        settings.setProperty("mail.smtp.timeout", millis);
        settings.setProperty("mail.smtp.writetimeout", millis);
        // What was taken is taken, also where the goodbye is not answered.
        set(settings, "mail.smtp.quitwait", false);
        set(settings, "mail.smtp.auth", properties.username() != null);
        set(settings, "mail.smtp.ssl.enable", properties.security() == Security.TLS);
        set(settings, "mail.smtp.ssl.checkserveridentity", true);
        set(settings, "mail.smtp.starttls.enable", properties.security() == Security.STARTTLS);
        set(settings, "mail.smtp.starttls.required", properties.security() == Security.STARTTLS);
        // Else the ids of letters tell the name of this machine and of the user who runs it.
        settings.setProperty("mail.from", from);
        return settings;
    }

    private static void set(Properties settings, String key, boolean value) {
        settings.setProperty(key, Boolean.toString(value));
    }

    private static InternetAddress sender(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            // Set anew, so that a name in any script is encoded.
            address.setPersonal(address.getPersonal(), UTF_8);
            return address;
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException("bootcamp.mail.from is no address", e);
        }
    }

    /**
     * Sends one letter and waits until the server has taken it, or has not; to be called where
     * waiting is allowed.
     *
     * @param subject one line
     * @return empty: the server has taken it
     */
    Optional<NotSent> send(String to, String subject, String text) {
        Optional<InternetAddress> address = recipient(to);
        if (address.isEmpty()) {
            return Optional.of(NotSent.ADDRESS_REFUSED);
        }
        MimeMessage letter = letter(address.get(), subject, text);
        try {
            sender.send(letter);
            return Optional.empty();
        } catch (MailAuthenticationException e) {
            return Optional.of(NotSent.LOGIN_REFUSED);
        } catch (MailSendException e) {
            return Optional.of(why(e));
        }
    }

    private MimeMessage letter(InternetAddress to, String subject, String text) {
        MimeMessage letter = sender.createMimeMessage();
        try {
            MimeMessageHelper parts = new MimeMessageHelper(letter, UTF_8);
            parts.setFrom(from);
            parts.setTo(to);
            parts.setSubject(subject);
            parts.setText(text);
            // No answers of machines (RFC 3834).
            letter.setHeader("Auto-Submitted", "auto-generated");
            return letter;
        } catch (MessagingException e) {
            throw new IllegalStateException("a letter could not be put together", e);
        }
    }

    /**
     * The address and nothing beside it: a name in front of it would come from a roster, and could
     * say more to a mail server than a name.
     *
     * @return empty where it is none
     */
    private static Optional<InternetAddress> recipient(String text) {
        int at = text.lastIndexOf('@');
        try {
            String plain = text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1));
            InternetAddress address = new InternetAddress(plain, true);
            boolean isPlain =
                    plain.equals(address.getAddress())
                            && address.getPersonal() == null
                            && !address.isGroup();
            boolean isAscii = plain.chars().allMatch(each -> each > ' ' && each < 0x7f);
            return Optional.of(address).filter(_ -> isPlain && isAscii);
        } catch (AddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static NotSent why(MailSendException failure) {
        List<Throwable> all = new ArrayList<>(causes(failure));
        for (Exception each : failure.getMessageExceptions()) {
            all.addAll(causes(each));
        }
        if (all.stream().anyMatch(SocketTimeoutException.class::isInstance)) {
            return NotSent.TIMED_OUT;
        }
        List<SendFailedException> refused =
                all.stream()
                        .filter(SendFailedException.class::isInstance)
                        .map(SendFailedException.class::cast)
                        .toList();
        if (refused.isEmpty()) {
            return NotSent.UNREACHABLE;
        }
        return refused.stream().anyMatch(MailServer::namesTheAddress)
                ? NotSent.ADDRESS_REFUSED
                : NotSent.REFUSED;
    }

    private static boolean namesTheAddress(SendFailedException refused) {
        return refused.getInvalidAddresses() != null && refused.getInvalidAddresses().length > 0;
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .toList();
    }
}
