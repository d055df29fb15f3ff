package org.signetmail.app.organization;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.signetmail.app.backup.BackupHealth;
import org.signetmail.app.trace.Traces;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.DrillRecord;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.GatewayEvents;
import org.signetmail.gateway.Harvester;
import org.signetmail.gateway.Steps;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Treatment;
import org.signetmail.smime.Verdict;
import org.signetmail.smtp.SmtpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted of a running system, for Prometheus. No person and no message is named. */
final class Metrics implements GatewayEvents {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Instant since;
  private final Optional<Traces> traces;

  Metrics(Organization organization, Optional<Traces> traces) {
    this.traces = traces;
    since = organization.now();
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gauge("signet.people", organization, o -> o.store().people().count());
    gauge("signet.archived.keys", organization, o -> o.store().archive().count());
    gauge("signet.log.entries", organization, o -> o.store().log().size());
    gauge(
        "signet.clock.ahead.seconds",
        organization,
        o -> o.time().ahead().map(off -> off.toMillis() / 1000.0).orElse(Double.NaN));
    gauge("signet.store.replicas", organization, o -> o.store().aside().inUse());
    BackupHealth backups = new BackupHealth(organization);
    gauge(
        "signet.backup.age.seconds",
        organization,
        o -> age(o, backups.last().map(BackupRecord::at)));
    gauge("signet.backup.late", organization, o -> backups.isBackupLate() ? 1 : 0);
    gauge(
        "signet.backup.octets",
        organization,
        o -> backups.last().map(one -> (double) one.octets()).orElse(Double.NaN));
    gauge("signet.backup.proven.age.seconds", organization, o -> age(o, backups.proven()));
    gauge(
        "signet.drill.age.seconds",
        organization,
        o -> age(o, backups.drill().map(DrillRecord::at)));
    gauge("signet.drill.late", organization, o -> backups.isDrillLate() ? 1 : 0);
    gauge(
        "signet.drill.passed",
        organization,
        o ->
            backups
                .drill()
                .map(drill -> drill.result() == DrillRecord.Result.PASSED ? 1.0 : 0.0)
                .orElse(Double.NaN));
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  @Override
  public void sent(Facts.Direction direction, Treatment treatment, int recipients) {
    registry
        .counter(
            "signet.mail.sent",
            "direction",
            word(direction),
            "sign",
            word(treatment.sign()),
            "encrypt",
            word(treatment.encrypt()))
        .increment(recipients);
  }

  /** A message from outside was judged. */
  void judged(Verdict verdict) {
    registry.counter("signet.mail.judged", "verdict", verdict.word()).increment();
  }

  /** When this node began to count. */
  Instant since() {
    return since;
  }

  /** Messages judged so far, by the word of their verdict. */
  Map<String, Long> verdicts() {
    return sums("signet.mail.judged", counter -> String.valueOf(counter.getTag("verdict")));
  }

  /** Recipients sent to so far, by what was done for them. */
  Map<String, Long> treatments() {
    return sums(
        "signet.mail.sent",
        counter -> {
          boolean signs = "yes".equals(counter.getTag("sign"));
          boolean encrypts = !"no".equals(counter.getTag("encrypt"));
          if (encrypts) {
            return signs ? "sign and encrypt" : "encrypt";
          }
          return signs ? "sign" : "leave";
        });
  }

  private Map<String, Long> sums(String name, Function<Meter.Id, String> word) {
    Map<String, Long> sums = new TreeMap<>();
    registry
        .find(name)
        .counters()
        .forEach(
            counter -> sums.merge(word.apply(counter.getId()), (long) counter.count(), Long::sum));
    return sums;
  }

  @Override
  public void answered(Facts.Direction direction, Answer answer) {
    registry
        .counter(
            "signet.mail.answered", "direction", word(direction), "answer", word(answer.kind()))
        .increment();
  }

  @Override
  public void harvested(Harvester.Outcome outcome) {
    registry.counter("signet.mail.harvested", "outcome", word(outcome)).increment();
  }

  /** Each step is timed, and a span where somebody wants traces. */
  @Override
  public Steps steps() {
    Steps traced = traces.map(Traces::steps).orElse(Steps.NONE);
    return step -> {
      Steps.Ending span = traced.begins(step);
      Timer.Sample begun = Timer.start(registry);
      return () -> {
        begun.stop(registry.timer("signet.mail.step", "step", word(step)));
        span.close();
      };
    };
  }

  /** How many clients are connected to a listener. */
  void count(Facts.Direction direction, SmtpServer server) {
    Gauge.builder("signet.smtp.connections", server, SmtpServer::connections)
        .tag("direction", word(direction))
        .register(registry);
  }

  @Override
  public void reprocessed(int opened, int closed) {
    registry.counter("signet.mail.reprocessed", "outcome", "opened").increment(opened);
    registry.counter("signet.mail.reprocessed", "outcome", "closed").increment(closed);
  }

  @Override
  public void trouble(String line) {
    registry.counter("signet.mail.trouble").increment();
    LOG.warn("{}", line);
  }

  /** In seconds; not a number when there was none. */
  private static double age(Organization organization, Optional<Instant> at) {
    return at.map(then -> Duration.between(then, organization.now()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }

  private void gauge(
      String name,
      Organization organization,
      java.util.function.ToDoubleFunction<Organization> value) {
    Gauge.builder(name, organization, value).register(registry);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
