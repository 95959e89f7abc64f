package bootcamp.embedded;

import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;

/**
 * Holds each answer back on its connection until the commit that covers it is on disk.
 *
 * <p>A client has one command under way on a connection, so answers need no order among themselves.
 * When the commit fails for good, the connection is closed: the client does not know whether its
 * command took effect, which is the truth.
 */
final class AnswersAfterCommit extends ChannelOutboundHandlerAdapter {

    private final GroupCommit commits;

    private AnswersAfterCommit(GroupCommit commits) {
        this.commits = commits;
    }

    /** Puts it in front of the connection's encoders, once. To be called in its event loop. */
    static void ensureOn(Channel connection, GroupCommit commits) {
        ChannelPipeline pipeline = connection.pipeline();
        if (pipeline.get(AnswersAfterCommit.class) == null) {
            pipeline.addLast(new AnswersAfterCommit(commits));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object answer, ChannelPromise promise) {
        if (answer instanceof MongoMessage) {
            commits.whenDurable(
                    () -> {
                        var _ = context.writeAndFlush(answer, promise);
                    },
                    () -> {
                        var _ = context.close(context.newPromise());
                    });
        } else {
            // The promise is told, and whoever gave it listens.
            var _ = context.write(answer, promise);
        }
    }
}
