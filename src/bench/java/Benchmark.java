import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures how long whole runs of the consumption job take and how much memory they need, beside other programs that
 * do the same. Run it in the project's folder, after {@code mvn package}, as {@code java
 * src/bench/java/Benchmark.java}; {@code --help} lists the options.
 *
 * <p>This process is the API, on loopback: it makes up 96 readings for each sensor, about 6 KB, and sends them faster
 * than any client computes. Each contestant is started as a process of its own, with an environment that leads to this
 * API; its time goes from the start of the process to its end, so with that of a JVM, and its memory is the most that
 * was resident in it and its child processes together, looked at every 5 ms. In each round all contestants have their
 * turn once, so that what else happens on the machine meets all alike. A run counts only if it ended well and delivered
 * exactly one report for each sensor; otherwise the benchmark ends with an error. A round with 2 sensors comes first
 * and is not counted.
 *
 * <p>The contestant {@code download} only fetches the readings, with curl: nothing can be faster.
 *
 * <p>It is one file, because {@code java Benchmark.java} takes no second one before JDK 22.
 */
public final class Benchmark {

    private static final String USAGE = """
      Usage: java src/bench/java/Benchmark.java [options]
        --sensors N,N,...        how many sensors; default 2,1000,10000
        --rounds N               how often each contestant runs; default 5
        --batch-size N           sets BATCH_SIZE; default is to leave it unset
        --job [NAME=]COMMAND     the job; repeat it to compare; default job=java -jar target/consumption-job.jar
        --ledger [NAME=]URL      runs each job with this DATABASE_URL, too; repeat it to compare
        --history N              writes N days before into each ledger first; default 0
        --baseline NAME=COMMAND  a program that does the job's work; may be repeated
        --slow                   run curl + jq with more than 10000 sensors, too
      Commands go to sh. Their environment is PATH, HOME, LANG and the job's settings; "java" is the one that runs the
      benchmark. A NAME has no spaces.
      """;

    private static final String DOWNLOAD = "exec curl -sSf \"$API_BASE_URL/consumption_data\"";

    private static final String CURL_AND_JQ = """
      set -eu
      json='Content-Type: application/json'
      token=$(jq -n '{email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD}' |
        curl -sSf -H "$json" --data-binary @- "$API_BASE_URL/admins/login" | jq -r .token)
      curl -sSf -H "Authorization: Bearer $token" "$API_BASE_URL/consumption_data" |
        jq -c '{reports: map({sensor_id, date, consumption: (
          .data | sort_by(.created_at) | map(.water_level)
          | . as $level | [range(1; length) | $level[.] - $level[. - 1] | select(. > 0)] | add // 0)})}' |
        curl -sSf -H "Authorization: Bearer $token" -H "$json" --data-binary @- "$API_BASE_URL/consumption_reports"
      """;

    private static final Pattern NAMED_COMMAND = Pattern.compile("(?:([^\\s=]+)=)?(.+)", Pattern.DOTALL);
    private static final Pattern HARMFUL_SETTING =
            Pattern.compile("(?m)^\\s*(export\\s+)?(DATABASE_URL|BATCH_SIZE)\\s*=");

    private final Server server = new Server();
    private final Path childErrors = Files.createTempFile("benchmark", ".log");
    private final Map<String, String> commands = new LinkedHashMap<>();
    private final Map<String, String> ledgers = new LinkedHashMap<>();
    private int history;
    private int[] sizes = {2, 1000, 10_000};
    private int rounds = 5;
    private String batchSize;
    private boolean slow;

    private Benchmark(String[] arguments) throws IOException {
        childErrors.toFile().deleteOnExit();
        List<String> baselines = new ArrayList<>();
        Map<String, String> databases = new LinkedHashMap<>();
        for (var rest = List.of(arguments).iterator(); rest.hasNext(); ) {
            String option = rest.next();
            if (option.equals("--slow")) {
                slow = true;
                continue;
            }
            require(rest.hasNext(), "Unknown option, or no value for it: " + option);
            String value = rest.next();
            switch (option) {
                case "--sensors" ->
                    sizes = Stream.of(value.split(","))
                            .mapToInt(Benchmark::positive)
                            .toArray();
                case "--rounds" -> rounds = positive(value);
                case "--batch-size" -> batchSize = value;
                case "--job" -> addNamed(value, "job");
                case "--ledger" -> {
                    Matcher named = NAMED_COMMAND.matcher(value);
                    require(named.matches(), "Not a ledger: " + value);
                    databases.put(named.group(1) == null ? "ledger" : named.group(1), named.group(2));
                }
                case "--history" -> history = positive(value);
                case "--baseline" -> baselines.add(value);
                default -> throw new IllegalArgumentException("Unknown option: " + option);
            }
        }
        if (commands.isEmpty()) {
            add("job", "exec java -jar target/consumption-job.jar");
        }
        for (String job : List.copyOf(commands.keySet())) {
            databases.forEach((name, url) -> {
                add(job + " + " + name, commands.get(job));
                ledgers.put(job + " + " + name, url);
            });
        }
        if (isInstalled("curl") && isInstalled("jq")) {
            add("curl + jq", CURL_AND_JQ);
        }
        if (isInstalled("curl")) {
            add("download", DOWNLOAD);
        }
        baselines.forEach(baseline -> addNamed(baseline, null));
        Path dotenv = Path.of(".env");
        require(
                !Files.exists(dotenv)
                        || !HARMFUL_SETTING.matcher(Files.readString(dotenv)).find(),
                "The job would take DATABASE_URL or BATCH_SIZE from .env; run the benchmark in another folder");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        try {
            new Benchmark(args).run();
        } catch (IllegalArgumentException e) {
            System.err.print(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.printf(
                Locale.ROOT,
                "%d cores, %.1f GB, %s; %s %s; %s%n%n",
                machine.getAvailableProcessors(),
                machine.getTotalMemorySize() / (double) (1 << 30),
                machine.getArch(),
                System.getProperty("java.vm.name"),
                Runtime.version(),
                LocalDate.now());
        System.out.println("| sensors | contestant | median s | min s | ratio | median peak MB | max MB | ratio |");
        System.out.println("|--------:|------------|---------:|------:|------:|---------------:|-------:|------:|");
        for (String name : commands.keySet()) {
            measure(name, 2);
        }
        for (int size : sizes) {
            for (String name : ledgers.keySet()) {
                for (int day = 0; day < history; day++) {
                    measure(name, size);
                }
            }
            Map<String, List<Measurement>> results = new LinkedHashMap<>();
            for (int round = 1; round <= rounds; round++) {
                for (String name : commands.keySet()) {
                    if (size <= 10_000 || slow || !commands.get(name).equals(CURL_AND_JQ)) {
                        Measurement measurement = measure(name, size);
                        results.computeIfAbsent(name, key -> new ArrayList<>()).add(measurement);
                        System.err.printf(
                                Locale.ROOT,
                                "%d sensors, round %d of %d: %s %.3f s, %.0f MB%n",
                                size,
                                round,
                                rounds,
                                name,
                                measurement.seconds(),
                                measurement.peakMegabytes());
                    }
                }
            }
            print(size, results);
        }
    }

    private static void print(int size, Map<String, List<Measurement>> results) {
        double firstSeconds = 0;
        double firstMegabytes = 0;
        for (Map.Entry<String, List<Measurement>> result : results.entrySet()) {
            double[] seconds = sorted(result.getValue(), Measurement::seconds);
            double[] megabytes = sorted(result.getValue(), Measurement::peakMegabytes);
            firstSeconds = firstSeconds == 0 ? median(seconds) : firstSeconds;
            firstMegabytes = firstMegabytes == 0 ? median(megabytes) : firstMegabytes;
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.3f | %.3f | %.2f | %.0f | %.0f | %.2f |%n",
                    size,
                    result.getKey(),
                    median(seconds),
                    seconds[0],
                    median(seconds) / firstSeconds,
                    median(megabytes),
                    megabytes[megabytes.length - 1],
                    median(megabytes) / firstMegabytes);
        }
    }

    private static double[] sorted(List<Measurement> measurements, Function<Measurement, Double> figure) {
        double[] sorted = new double[measurements.size()];
        Arrays.setAll(sorted, i -> figure.apply(measurements.get(i)));
        Arrays.sort(sorted);
        return sorted;
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private Measurement measure(String name, int sensors) throws IOException, InterruptedException {
        String command = commands.get(name);
        server.sensors = sensors;
        server.reports.set(0);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        builder.redirectOutput(Redirect.DISCARD).redirectError(childErrors.toFile());
        prepare(builder.environment());
        if (ledgers.containsKey(name)) {
            builder.environment().put("DATABASE_URL", ledgers.get(name));
        }
        server.nextDay();
        long start = System.nanoTime();
        Process process = builder.start();
        MemoryWatch memory = new MemoryWatch(process.pid());
        memory.start();
        int exitCode = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        int reports = server.reports.get();
        if (exitCode != 0 || reports != (command.equals(DOWNLOAD) ? 0 : sensors)) {
            throw new IllegalStateException(String.format(
                    "%s with %d sensors: exit code %d, %d reports%n%s",
                    name, sensors, exitCode, reports, Files.readString(childErrors)));
        }
        return new Measurement(seconds, memory.peakKilobytes() / 1024.0);
    }

    private void prepare(Map<String, String> environment) {
        environment.keySet().retainAll(Set.of("PATH", "HOME", "LANG"));
        environment.merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
        environment.put("API_BASE_URL", server.url);
        environment.put("ADMIN_EMAIL", "admin@example.com");
        environment.put("ADMIN_PASSWORD", "benchmark");
        if (batchSize != null) {
            environment.put("BATCH_SIZE", batchSize);
        }
    }

    private void addNamed(String text, String defaultName) {
        Matcher matcher = NAMED_COMMAND.matcher(text);
        require(matcher.matches() && (matcher.group(1) != null || defaultName != null), "Not NAME=COMMAND: " + text);
        add(matcher.group(1) != null ? matcher.group(1) : defaultName, matcher.group(2));
    }

    private void add(String name, String command) {
        require(commands.put(name, command) == null, "Two contestants are named " + name);
    }

    private static int positive(String text) {
        int number = Integer.parseInt(text);
        require(number > 0, "Not a positive number: " + text);
        return number;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    /** What one run took; 0 MB, or not all of it, where there is no {@code /proc} or the run was too short to look. */
    private record Measurement(double seconds, double peakMegabytes) {}

    /** Follows the resident memory of a process and its children, where there is a {@code /proc}. */
    private static final class MemoryWatch extends Thread {

        private final String pid;
        private long peakKilobytes;

        MemoryWatch(long pid) {
            this.pid = String.valueOf(pid);
        }

        @Override
        public void run() {
            while (!interrupted()) {
                peakKilobytes = Math.max(peakKilobytes, kilobytes(pid));
                LockSupport.parkNanos(5_000_000);
            }
        }

        long peakKilobytes() throws InterruptedException {
            interrupt();
            join();
            return peakKilobytes;
        }

        private static long kilobytes(String pid) {
            long sum = read("/proc/" + pid + "/status")
                    .lines()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            for (String child :
                    read("/proc/" + pid + "/task/" + pid + "/children").split(" ")) {
                sum += child.isEmpty() ? 0 : kilobytes(child);
            }
            return sum;
        }

        private static String read(String file) {
            try {
                return Files.readString(Path.of(file));
            } catch (IOException e) {
                return ""; // the process has ended, or this is no Linux
            }
        }
    }

    /** The API, as far as the contestants need it. It accepts any credentials and counts the reports it receives. */
    private static final class Server {

        private static final int BUFFER_SIZE = 64 * 1024;
        private static final int DIFFERENT_SENSORS = 256;
        private static final String UP_TO_ID = "{\"sensor_id\":\"5f1efd8e2514f800";
        private static final byte[] REPORT_MARK = bytes("\"sensor_id\"");
        private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n";
        private static final String LOGIN_ANSWER =
                "{\"admin\":{\"email\":\"admin@example.com\"},\"token\":\"benchmark\"}";

        private final String[] template = new String[DIFFERENT_SENSORS];
        private final byte[][] afterId = new byte[DIFFERENT_SENSORS][];
        private LocalDate day = LocalDate.parse("2020-07-28");
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final String url = "http://127.0.0.1:" + socket.getLocalPort();
        private final AtomicInteger reports = new AtomicInteger();
        private volatile int sensors;

        Server() throws IOException {
            Random random = new Random(20200728);
            Arrays.setAll(template, i -> "\",\"date\":\"2020-07-28T00:00:00.000Z\",\"data\":" + data(random) + "}");
            Thread listener = new Thread(this::accept);
            listener.setDaemon(true);
            listener.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket connection = socket.accept();
                    new Thread(() -> serve(connection)).start();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void serve(Socket connection) {
            try (connection) {
                connection.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(connection.getInputStream(), BUFFER_SIZE);
                OutputStream out = new BufferedOutputStream(connection.getOutputStream(), BUFFER_SIZE);
                for (String request = readLine(in); !request.isEmpty(); request = readLine(in)) {
                    answer(request, in, out);
                    out.flush();
                }
            } catch (IOException e) {
                // The client has gone. If it should have stayed, its reports are missing.
            }
        }

        private void answer(String request, InputStream in, OutputStream out) throws IOException {
            long length = 0;
            for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
                String lowerCase = header.toLowerCase(Locale.ROOT);
                if (lowerCase.startsWith("content-length:")) {
                    length = Long.parseLong(
                            lowerCase.substring("content-length:".length()).strip());
                } else if (lowerCase.equals("expect: 100-continue")) {
                    out.write(bytes("HTTP/1.1 100 Continue\r\n\r\n"));
                    out.flush();
                }
            }
            int reportsInBody = countReports(in, length);
            switch (request) {
                case "POST /admins/login HTTP/1.1" ->
                    out.write(bytes(OK + "Content-Length: " + LOGIN_ANSWER.length() + "\r\n\r\n" + LOGIN_ANSWER));
                case "GET /consumption_data HTTP/1.1" -> writeReadings(out);
                case "POST /consumption_reports HTTP/1.1" -> {
                    reports.addAndGet(reportsInBody);
                    out.write(bytes("HTTP/1.1 204 No Content\r\n\r\n"));
                }
                default -> out.write(bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
            }
        }

        /** A ledger would send nothing of a day that it knows. */
        void nextDay() {
            day = day.plusDays(1);
            Arrays.setAll(afterId, i -> bytes(template[i].replace("2020-07-28", day.toString())));
        }

        /** Repeats the prepared sensors, each time under a new id. */
        private void writeReadings(OutputStream out) throws IOException {
            out.write(bytes(OK + "Transfer-Encoding: chunked\r\n\r\n"));
            OutputStream chunks = new BufferedOutputStream(new Chunks(out), BUFFER_SIZE);
            for (int i = 0; i < sensors; i++) {
                chunks.write(
                        bytes((i == 0 ? "[" : ",") + UP_TO_ID + HexFormat.of().toHexDigits(i)));
                chunks.write(afterId[i % DIFFERENT_SENSORS]);
            }
            chunks.write(']');
            chunks.flush();
            out.write(bytes("0\r\n\r\n"));
        }

        /** Makes a chunk of what is written at once. */
        private static final class Chunks extends FilterOutputStream {

            Chunks(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] content, int offset, int length) throws IOException {
                out.write(bytes(Integer.toHexString(length) + "\r\n"));
                out.write(content, offset, length);
                out.write(bytes("\r\n"));
            }
        }

        private static String data(Random random) {
            List<String> readings = new ArrayList<>();
            int step = random.nextBoolean() ? 1 : 10;
            int hundredths = step * random.nextInt(10_000);
            for (int i = 0; i < 96; i++) {
                boolean refilled = random.nextInt(50) == 0;
                hundredths = refilled ? hundredths / 10 / step * step : hundredths + step * random.nextInt(300);
                readings.add(String.format(
                        Locale.ROOT,
                        "{\"water_level\":%s,\"created_at\":\"2020-07-28T%02d:%02d:%02d.%03dZ\"}",
                        hundredths / 100.0,
                        i / 4,
                        i % 4 * 15,
                        random.nextInt(60),
                        random.nextInt(1000)));
                if (i > 0 && random.nextInt(30) == 0) {
                    Collections.swap(readings, i - 1, i);
                }
            }
            return "[" + String.join(",", readings) + "]";
        }

        /** Reads the whole body, but keeps none of it. */
        private static int countReports(InputStream in, long length) throws IOException {
            byte[] buffer = new byte[BUFFER_SIZE];
            int count = 0;
            int matched = 0;
            for (long left = length; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException();
                }
                left -= read;
                for (int i = 0; i < read; i++) {
                    matched = buffer[i] == REPORT_MARK[matched] ? matched + 1 : buffer[i] == REPORT_MARK[0] ? 1 : 0;
                    if (matched == REPORT_MARK.length) {
                        count++;
                        matched = 0;
                    }
                }
            }
            return count;
        }

        /** A line without its end; empty, too, at the end of the stream. */
        private static String readLine(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString().stripTrailing();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
