package io.windhover.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Goal: all that is said in this process goes one way. Method: say something through each of the JDK's two logs. */
class LogSetupTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @AfterEach
    void leave() {
        root.detachAppender(events);
        LogSetup.apply(LogSettings.STANDARD);
        SLF4JBridgeHandler.uninstall();
    }

    @Test
    void whatTheJdksLogsAreToldIsALineLikeAnyOther() {
        LogSetup.apply(new LogSettings("warn", false, Duration.ZERO, false));
        events.start();
        root.addAppender(events);
        System.getLogger("io.windhover.Some").log(System.Logger.Level.WARNING, "data: disk full");
        java.util.logging.Logger.getLogger("io.some.library").severe("it broke");
        java.util.logging.Logger.getLogger("io.some.library").info("it goes on");
        assertThat(root.getLevel()).isEqualTo(Level.WARN);
        assertThat(events.list)
                .extracting(event -> event.getLevel() + " " + event.getMessage())
                .containsExactly("WARN data: disk full", "ERROR it broke");
    }
}
