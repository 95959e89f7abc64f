package bootcamp.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The limit of fan-out: bare Netty, which writes one shared buffer to every socket. No HTTP but a
 * head that is written once, no session, no pace.
 *
 * <p>A process of its own: {@code PORT FRAME-FILE}; every byte on its standard input sends the
 * frame to all sockets once.
 */
final class BareStreams {

    private static final byte[] HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private BareStreams() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] content = Files.readAllBytes(Path.of(arguments[1]));
        ByteBuf frame = Unpooled.directBuffer(content.length).writeBytes(content);
        ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel socket) {
                                socket.pipeline().addLast(new Greeting(sockets));
                            }
                        })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync();
        while (System.in.read() >= 0) {
            sockets.writeAndFlush(frame.retainedDuplicate());
        }
        loops.shutdownGracefully();
    }

    /** Answers the first bytes of a request and keeps the socket. */
    private static final class Greeting extends SimpleChannelInboundHandler<ByteBuf> {

        private final ChannelGroup sockets;
        private boolean greeted;

        Greeting(ChannelGroup sockets) {
            this.sockets = sockets;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
            if (!greeted) {
                greeted = true;
                context.writeAndFlush(Unpooled.wrappedBuffer(HEAD));
                sockets.add(context.channel());
            }
        }
    }
}
