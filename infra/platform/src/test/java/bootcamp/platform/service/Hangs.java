package bootcamp.platform.service;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.springframework.beans.factory.config.BeanPostProcessor;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * What of the database never answers one process of the service, and the clock by which that
 * process gives up waiting, which goes only as the test moves it.
 */
public final class Hangs implements BeanPostProcessor {

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final String clock;

    /**
     * @param clock name of the bean by which the process gives up waiting
     */
    public Hangs(String clock) {
        this.clock = clock;
    }

    /** By which it is known that something hangs. */
    public VirtualTimeScheduler timers() {
        return timers;
    }

    /** From now on a kind of operation on a collection, as {@code find}, is not answered. */
    public void silence(String collection, String operation) {
        silent.add(collection + "." + operation);
    }

    /** As before, and counted anew; what was asked meanwhile stays without an answer. */
    public void answer() {
        silent.clear();
        unanswered.set(0);
    }

    /** How many were not answered. */
    public int unanswered() {
        return unanswered.get();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (name.equals(clock)) {
            return timers;
        }
        return bean instanceof MongoDatabase database ? of(database) : bean;
    }

    /** The same database, which does not answer what is silenced. */
    public MongoDatabase of(MongoDatabase database) {
        return (MongoDatabase)
                proxy(
                        MongoDatabase.class,
                        (_, method, arguments) -> {
                            Object answer = call(database, method, arguments);
                            return answer instanceof MongoCollection<?> collection
                                    ? collection(collection)
                                    : answer;
                        });
    }

    private Object collection(MongoCollection<?> collection) {
        String name = collection.getNamespace().getCollectionName();
        return proxy(
                MongoCollection.class,
                (_, method, arguments) -> {
                    Class<?> type = method.getReturnType();
                    if (silent.contains(name + "." + method.getName())) {
                        unanswered.incrementAndGet();
                        return silence(type);
                    }
                    Object answer = call(collection, method, arguments);
                    return answer instanceof MongoCollection<?> other ? collection(other) : answer;
                });
    }

    /** Something of that type that takes every wish and never says anything. */
    private static Object silence(Class<?> type) {
        return proxy(
                type,
                (_, method, arguments) -> {
                    if (method.getName().equals("subscribe")) {
                        waits((Subscriber<?>) arguments[0]);
                        return null;
                    }
                    return silence(method.getReturnType());
                });
    }

    private static <T> void waits(Subscriber<T> inVain) {
        Mono.<T>never().subscribe(inVain);
    }

    private interface Handler {
        @Nullable Object on(Object proxy, Method method, Object[] arguments) throws Throwable;
    }

    private static Object proxy(Class<?> type, Handler handler) {
        return Proxy.newProxyInstance(
                Hangs.class.getClassLoader(), new Class<?>[] {type}, handler::on);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
