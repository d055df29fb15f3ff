package org.signetmail.app.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.Closeable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.signetmail.gateway.MailHandler;
import org.signetmail.gateway.Steps;
import org.signetmail.policy.Facts;
import org.signetmail.store.StoreWatch;
import org.signetmail.web.RequestWatch;
import org.slf4j.MDC;

/**
 * Makes spans of what a running system does and sends them by OTLP to where OpenTelemetry's
 * environment variables say. A span has a word of ours as its name, and numbers, directions, codes
 * and the first segment of a path as attributes: never content, never an address. Lines of the log
 * carry the trace's id meanwhile. Safe for use by many threads.
 */
public final class Traces implements Closeable {
  /** Under this name the log knows the trace. */
  static final String LOGGED = "trace";

  private static final Set<String> WHERE_TO =
      Set.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  /** What is not said otherwise. We have metrics and logs of our own. */
  private static final Map<String, String> USUAL =
      Map.of(
          "otel.service.name", "signet",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.propagators", "none");

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  private Traces(Map<String, String> settings) {
    TraceLog.takeOver();
    sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> USUAL)
            .addPropertiesCustomizer(config -> settings)
            .build()
            .getOpenTelemetrySdk();
    tracer = sdk.getTracer("org.signetmail");
  }

  /** Whether the environment names a collector. */
  public static boolean areAsked(Map<String, String> environment) {
    return WHERE_TO.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }

  /**
   * Begins to send.
   *
   * @param environment with {@code OTEL_…} in it
   * @throws IllegalArgumentException with one line when a setting is not one
   */
  public static Traces of(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith("OTEL_")) {
        settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    try {
      return new Traces(settings);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "traces: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("not set up")
              + "; mend the OTEL_ variables in the environment",
          e);
    }
  }

  /** The same handler; its sessions and messages are seen. */
  public MailHandler around(MailHandler handler, Facts.Direction direction) {
    return new TracedMail(handler, word(direction), this);
  }

  /** Steps of the message that this thread works for. */
  public Steps steps() {
    Context message = Context.current();
    return step -> {
      Running running = begin(word(step), SpanKind.INTERNAL, message);
      return running::end;
    };
  }

  public StoreWatch store() {
    return kind -> {
      // What the clockwork asks for by itself, every second or two, tells nobody anything.
      if (!Span.current().getSpanContext().isValid()) {
        return () -> {};
      }
      Running running = begin("database " + word(kind), SpanKind.CLIENT, Context.current());
      return running::end;
    };
  }

  public RequestWatch requests() {
    return (method, place) -> {
      Running running = begin(method + " " + place, SpanKind.SERVER, Context.root());
      return status -> {
        running.span.setAttribute("http.response.status_code", status);
        if (status >= 500) {
          running.span.setStatus(StatusCode.ERROR);
        }
        running.end();
      };
    };
  }

  /** Sends what is left. */
  @Override
  public void close() {
    sdk.close();
  }

  Running begin(String name, SpanKind kind, Context parent) {
    return new Running(tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A span that goes on, on the thread that began it. */
  static final class Running {
    private final Span span;
    private final Scope scope;
    private final Map<String, String> before;

    @SuppressWarnings("MustBeClosedChecker") // end() closes the scope
    Running(Span span) {
      this.span = span;
      Map<String, String> known = MDC.getCopyOfContextMap();
      this.before = known == null ? Map.of() : known;
      this.scope = span.makeCurrent();
      MDC.put(LOGGED, span.getSpanContext().getTraceId());
    }

    Span span() {
      return span;
    }

    void end() {
      MDC.setContextMap(before);
      scope.close();
      span.end();
    }
  }
}
