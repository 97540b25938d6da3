package org.empw.consumption.ledger;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;

/** Another process that uses a ledger. */
final class LedgerProcess {
    private LedgerProcess() {}

    static Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add(
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider"); // Logback takes a third of the start
        command.add("-Dslf4j.internal.verbosity=WARN");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LedgerProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The first line that a process prints. */
    static String firstLine(Process process) throws IOException {
        return process.inputReader().readLine();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("hold")) {
            hold(Path.of(arguments[1]));
        } else if (arguments[0].equals("work")) {
            work(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        } else {
            contend(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
        }
    }

    private static SqlLedger open(Path file) throws LedgerException {
        DatabaseUrl url = DatabaseUrl.parse("sqlite:" + file, Path.of("/"));
        return SqlLedger.open(url, "https://api.example.com", Patience.none(), false);
    }

    /** Opens a ledger, says so or why not, and keeps it until its stdin ends. */
    private static void hold(Path file) throws IOException {
        try (SqlLedger ledger = open(file)) {
            System.out.println("opened " + ledger.isPersistent());
            while (System.in.read() >= 0) {
                // waits
            }
        } catch (LedgerException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }

    /** Plans reports, claims and stores one after the other, and says so; after {@code claims} it waits to be killed. */
    private static void work(Path file, int claims) throws LedgerException, IOException {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            reports.add(new ConsumptionReport("s" + i, LocalDate.parse("2020-07-28"), BigDecimal.TEN));
        }
        int left = claims;
        try (SqlLedger ledger = open(file)) {
            for (PlannedBatch batch :
                    ledger.plan(reports, Planning.withLeftovers(1)).batches()) {
                ledger.claim(batch);
                System.out.println(batch.reports().get(0).sensorId());
                if (--left == 0) {
                    System.in.read();
                }
                ledger.settle(batch, ReportState.STORED);
            }
        }
    }

    /** Opens new ledgers at the same moments as another process does, and says how often both had one at once. */
    private static void contend(Path folder, int rounds, long start) throws Exception {
        int opened = 0;
        int violations = 0;
        for (int round = 0; round < rounds; round++) {
            while (System.currentTimeMillis() < start + 150L * round) {
                Thread.onSpinWait();
            }
            Path mark = folder.resolve("held-" + round);
            try (SqlLedger ledger = open(folder.resolve("ledger-" + round))) {
                opened += ledger.isPersistent() ? 1 : 0;
                violations += Files.exists(mark) ? 1 : 0;
                Files.writeString(mark, "");
                Thread.sleep(5);
                Files.deleteIfExists(mark);
            } catch (LedgerException e) {
                violations += e.kind() == LedgerException.Kind.LOCKED ? 0 : 1;
            }
        }
        System.out.println(opened + " opened, " + violations + " violations");
    }
}
