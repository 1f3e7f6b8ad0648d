package io.weighbridge.backend.cli;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;

/// Says in a line what went wrong. Who runs a command has the machine, so it is the log's text
/// that is shown: it names the file or the port, and never a secret.
final class CommandErrors implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandErrors.class);

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
            throws Exception {
        if (e instanceof ParameterException wrong) {
            return command.getParameterExceptionHandler()
                    .handleParseException(wrong, new String[0]);
        }
        PrintWriter err = command.getErr();
        if (e instanceof Fault fault) {
            err.println("error: " + fault.logText() + " [" + fault.code() + ']');
        } else {
            LOG.error("A command failed in a way that is not foreseen", e);
            err.println("error: " + e + " [" + ErrorCode.INTERNAL + ']');
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }
}
