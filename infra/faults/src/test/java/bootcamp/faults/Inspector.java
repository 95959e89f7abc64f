package bootcamp.faults;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into a running JVM by what every JVM offers to whoever owns it. */
final class Inspector implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    /**
     * What this itself takes there is taken from now on until it is closed.
     *
     * @param jvm a child of this process, which gives the address itself: nobody else answers there
     */
    @SuppressWarnings("BanJNDI")
    Inspector(Jvm jvm) {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
            try {
                String address = machine.startLocalManagementAgent();
                connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
                beans = connector.getMBeanServerConnection();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Open at this moment. */
    long descriptors() {
        return number("java.lang:type=OperatingSystem", "OpenFileDescriptorCount");
    }

    /** After two collections: the first frees what gives back memory outside of the heap. */
    Resources read() {
        histogram();
        String histogram = histogram();
        return Resources.of(
                histogram,
                descriptors(),
                number("java.lang:type=Threading", "ThreadCount"),
                number("java.nio:type=BufferPool,name=direct", "MemoryUsed"));
    }

    private String histogram() {
        try {
            return (String)
                    beans.invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long number(String bean, String attribute) {
        try {
            return ((Number) beans.getAttribute(new ObjectName(bean), attribute)).longValue();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
