package org.empw.consumption.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.empw.consumption.api.Json;
import org.empw.consumption.calculation.ConsumptionReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps on disk what was planned, sent and stored, so that a run that was killed, or a second one on the same day,
 * neither doubles nor loses a report. Each line is on the disk before the run goes on: "planned" before the first
 * report is sent, "sending" before the first byte of a batch leaves, "stored" once the API has said so.
 *
 * <p>The file is lines of JSON (see {@link JournalLine}), for its owner's eyes only, and locked while a run uses it.
 */
public final class Journal implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    /** As many as Linux follows; more of them are a circle. */
    private static final int MAX_LINKS = 40;

    private final JournalContent content;
    private final InstantSource clock;
    private final FileChannel lock;
    private final FileChannel file;
    private boolean broken;

    private Journal(JournalContent content, InstantSource clock, FileChannel lock, FileChannel file) {
        this.content = content;
        this.clock = clock;
        this.lock = lock;
        this.file = file;
    }

    /** No journal: nothing is kept beyond the run. */
    public static Journal none() {
        return new Journal(new JournalContent(), InstantSource.system(), null, null);
    }

    /**
     * Opens the journal, or makes an empty one, and removes what it need not keep any longer.
     *
     * @throws JournalException when it cannot be read or written, or another run has it open
     */
    public static Journal open(Path path, InstantSource clock) throws JournalException {
        Path target = path.toAbsolutePath();
        FileChannel lock = null;
        try {
            for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(target); links++) {
                target = target.resolveSibling(Files.readSymbolicLink(target));
            }
            check(target);
            lock = openPrivately(sibling(target, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lock)) {
                throw JournalException.forNow("Another run is using the journal " + path + "; this one sends nothing");
            }
            JournalContent content = JournalContent.read(target);
            rewrite(target, content.compacted(clock.instant()));
            return new Journal(
                    content, clock, lock, openPrivately(target, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (AccessDeniedException e) {
            closeQuietly(lock);
            throw JournalException.toBeMended("JOURNAL_FILE: this user may not write " + e.getFile());
        } catch (IOException e) {
            closeQuietly(lock);
            throw JournalException.forNow(
                    "The journal " + path + " cannot be written (" + reason(e) + "), so nothing was sent");
        } catch (JournalException e) {
            closeQuietly(lock);
            throw e;
        }
    }

    private static void check(Path target) throws JournalException {
        Path folder = target.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw JournalException.toBeMended("JOURNAL_FILE is in a folder that does not exist; create " + folder);
        }
        boolean usable = folder != null
                && !Files.isSymbolicLink(target)
                && (!Files.exists(target)
                        || Files.isRegularFile(target) && Files.isReadable(target) && Files.isWritable(target));
        if (!usable) {
            throw JournalException.toBeMended(
                    "JOURNAL_FILE is not a file that this user may read and write: " + target);
        }
    }

    /** Notes batches that are to be sent. */
    void planned(List<Batch> batches) throws IOException {
        if (file == null || batches.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (Batch batch : batches) {
            lines.append(Json.write(JournalLine.planned(batch, clock.instant())))
                    .append('\n');
        }
        append(lines.toString());
        log.debug("Journal: {} batches are planned", batches.size());
    }

    /** Brings a batch into a state, on disk before in memory: but a batch that was sent is in doubt until both know more. */
    void note(Batch batch, Batch.State state) throws IOException {
        if (state == Batch.State.UNSENT) {
            batch.state(state);
        }
        if (file != null) {
            append(Json.write(JournalLine.state(batch.number(), state, clock.instant())) + "\n");
            log.debug("Journal: batch {} is {}", batch.number(), state);
        }
        batch.state(state);
    }

    /** Notes that the API has these reports, as a person found out. */
    public void settle(List<ConsumptionReport> reports) throws IOException {
        record(reports, Batch.State.STORED);
    }

    /** Notes that these reports are in doubt, as a person says, but for those that are known to be stored. */
    public void doubt(List<ConsumptionReport> reports) throws IOException {
        Map<ReportKey, ConsumptionReport> stored = reports(Batch.State.STORED);
        record(
                reports.stream()
                        .filter(report -> !stored.containsKey(ReportKey.of(report)))
                        .toList(),
                Batch.State.IN_DOUBT);
    }

    /** The reports that are in doubt since an earlier run, or since {@link #doubt}. */
    public List<ConsumptionReport> inDoubt() {
        return List.copyOf(reports(Batch.State.IN_DOUBT).values());
    }

    /** Those of {@link #inDoubt()} that a file names. */
    public List<ConsumptionReport> inDoubt(ReportFile file) {
        Set<ReportKey> named = new HashSet<>();
        file.unsent().forEach(report -> named.add(ReportKey.of(report)));
        file.doubtful().forEach(report -> named.add(ReportKey.of(report)));
        return inDoubt().stream()
                .filter(report -> named.contains(ReportKey.of(report)))
                .toList();
    }

    private void record(List<ConsumptionReport> reports, Batch.State state) throws IOException {
        if (!reports.isEmpty()) {
            Batch batch = new Batch(lastBatch() + 1, reports);
            planned(List.of(batch));
            note(batch, state);
            content.add(batch, clock.instant());
        }
    }

    /** Whether there is a file that outlives the run. */
    boolean isKept() {
        return file != null;
    }

    boolean isEmpty() {
        return content.isEmpty();
    }

    /** What earlier runs left in {@code state}. */
    Map<ReportKey, ConsumptionReport> reports(Batch.State state) {
        return content.reports(state);
    }

    long lastBatch() {
        return content.lastBatch();
    }

    @Override
    public void close() {
        closeQuietly(file);
        closeQuietly(lock);
    }

    private void append(String lines) throws IOException {
        if (broken) {
            throw new IOException("an earlier line could not be written");
        }
        broken = true; // until proven otherwise: half a line may be there, and nothing may follow it
        write(file, lines);
        broken = false;
    }

    private static void write(FileChannel channel, String lines) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new IOException(reason(e), e);
        }
    }

    /** Puts {@code lines} in the file's place, so that at each moment either the old or the new ones are there. */
    private static void rewrite(Path target, String lines) throws IOException {
        Path fresh = sibling(target, ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = openPrivately(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, lines);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Windows cannot do that, and need not.
        }
    }

    private static boolean isLocked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another run in this very process
        }
    }

    private static FileChannel openPrivately(Path path, StandardOpenOption... options) throws IOException {
        FileAttribute<?>[] ownerOnly =
                path.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return FileChannel.open(path, Set.of(options), ownerOnly);
    }

    private static Path sibling(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // All that counts was forced to disk before.
        }
    }
}
