package io.windhover.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Makes the log of this process as its operator wants it; until then it is text from level info. */
public final class LogSetup {
    private static final String APPENDER = "stderr";

    private LogSetup() {}

    /** Sets the level and the form of lines from now on; what libraries say through the JDK's log goes there too. */
    public static void apply(LogSettings settings) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.valueOf(settings.level()));
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender(APPENDER);
        ((LogLines) appender.getEncoder()).setJson(settings.json());
    }
}
