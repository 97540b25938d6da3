package org.empw.consumption.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.empw.consumption.api.Json;
import org.empw.consumption.api.MalformedResponseException;
import org.empw.consumption.calculation.ConsumptionReport;

/** What the journal of earlier runs says: for each report, the last state that was noted. */
final class JournalContent {

    private static final int VERSION = 1;

    /** How long a stored report is remembered. The API only ever gives the readings of one day. */
    private static final Duration STORED_KEPT = Duration.ofDays(40);

    private static final int REPORTS_A_LINE = 500;

    private static final long MAX_SIZE = 1L << 29;

    private record Entry(ConsumptionReport report, Batch.State state, Instant at) {}

    private final Map<ReportKey, Entry> entries = new LinkedHashMap<>();
    private final Map<Long, List<ConsumptionReport>> batches = new HashMap<>();
    private long lastBatch;

    /**
     * Reads a journal, an empty one where there is no file.
     *
     * @throws JournalException where it is not a journal, is damaged, or was written by a later version of the job
     */
    static JournalContent read(Path path) throws IOException, JournalException {
        JournalContent content = new JournalContent();
        if (Files.exists(path) && Files.size(path) > MAX_SIZE) {
            throw JournalException.toBeMended(
                    "The journal " + path + " is larger than a journal gets; name another file in "
                            + "JOURNAL_FILE, after a look at what is wrong with this one");
        }
        String text = Files.exists(path) ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8) : "";
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            boolean torn = end < 0;
            String line = text.substring(start, torn ? text.length() : end);
            start = torn ? text.length() : end + 1;
            number++;
            try {
                content.apply(Json.read(line, JournalLine.class), number, path);
            } catch (MalformedResponseException e) {
                if (!torn || number == 1) { // a torn last line was never acted upon
                    throw damaged(path, number);
                }
            }
        }
        content.batches.clear();
        return content;
    }

    private void apply(JournalLine line, int number, Path path) throws JournalException {
        if (number == 1) {
            if (line.journal() == null) {
                throw damaged(path, number);
            }
            if (line.journal() != VERSION) {
                throw JournalException.toBeMended(
                        "The journal " + path + " was written by another version of this job; "
                                + "use that version, or name another file in JOURNAL_FILE");
            }
        } else if (line.planned() != null && areUsable(line.reports())) {
            batches.put(line.planned(), line.reports());
            lastBatch = Math.max(lastBatch, line.planned());
            set(line.planned(), Batch.State.UNSENT, line.at());
        } else if (batches.containsKey(line.sending())) {
            set(line.sending(), Batch.State.IN_DOUBT, line.at());
        } else if (batches.containsKey(line.unsent())) {
            set(line.unsent(), Batch.State.UNSENT, line.at());
        } else if (batches.containsKey(line.stored())) {
            set(line.stored(), Batch.State.STORED, line.at());
        } else {
            throw damaged(path, number);
        }
    }

    private static boolean areUsable(List<ConsumptionReport> reports) {
        return reports != null && reports.stream().allMatch(ReportFile::isUsable);
    }

    /** Adds what a batch of this run is known to be. */
    void add(Batch batch, Instant at) {
        batches.put(batch.number(), batch.reports());
        lastBatch = Math.max(lastBatch, batch.number());
        set(batch.number(), batch.state(), at);
    }

    private void set(long batch, Batch.State state, Instant at) {
        for (ConsumptionReport report : batches.getOrDefault(batch, List.of())) {
            ReportKey key = ReportKey.of(report);
            entries.remove(key); // so that the order is that of the last notes
            entries.put(key, new Entry(report, state, at == null ? Instant.EPOCH : at));
        }
    }

    private static JournalException damaged(Path path, int line) {
        return JournalException.toBeMended(
                "Line " + line + " of the journal " + path + " is none of this job's; if the file "
                        + "is something else, name another one in JOURNAL_FILE, else mend the line: it may tell of reports not yet sent");
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    long lastBatch() {
        return lastBatch;
    }

    Map<ReportKey, ConsumptionReport> reports(Batch.State state) {
        Map<ReportKey, ConsumptionReport> reports = new LinkedHashMap<>();
        for (Map.Entry<ReportKey, Entry> entry : entries.entrySet()) {
            if (entry.getValue().state == state) {
                reports.put(entry.getKey(), entry.getValue().report);
            }
        }
        return reports;
    }

    /** Forgets what was stored long ago, numbers the batches anew, and gives the lines of a journal that says the rest. */
    String compacted(Instant now) {
        Instant forgotten = now.minus(STORED_KEPT);
        entries.values().removeIf(entry -> entry.state == Batch.State.STORED && entry.at.isBefore(forgotten));
        lastBatch = 0;
        StringBuilder lines = new StringBuilder(Json.write(JournalLine.header(VERSION))).append('\n');
        List<ConsumptionReport> batch = new ArrayList<>();
        Entry last = null;
        for (Entry entry : entries.values()) {
            if (last != null
                    && (entry.state != last.state || !entry.at.equals(last.at) || batch.size() == REPORTS_A_LINE)) {
                append(lines, batch, last);
            }
            batch.add(entry.report);
            last = entry;
        }
        if (last != null) {
            append(lines, batch, last);
        }
        return lines.toString();
    }

    private void append(StringBuilder lines, List<ConsumptionReport> reports, Entry last) {
        Batch batch = new Batch(++lastBatch, reports);
        lines.append(Json.write(JournalLine.planned(batch, last.at))).append('\n');
        if (last.state != Batch.State.UNSENT) {
            lines.append(Json.write(JournalLine.state(batch.number(), last.state, last.at)))
                    .append('\n');
        }
        reports.clear();
    }
}
