package org.empw.consumption.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.empw.consumption.run.FaultScenario.Stage;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Seeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing lost, nothing sent twice, whatever goes wrong between the job and the API. Random schedules of faults are
 * drawn from {@link Seeds}.
 */
class FaultScheduleTest {
    private static Stage stage;

    @TempDir(factory = FastTempDir.class)
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    static Stream<Arguments> everyFault() {
        return Stream.of(Call.LOGIN, Call.READINGS, Call.REPORTS)
                .flatMap(call -> Fault.all().stream().map(fault -> Arguments.of(call, fault)));
    }

    private Optional<Path> newLedger() {
        return Optional.of(directory.resolve("ledger-" + System.nanoTime()));
    }

    @ParameterizedTest(name = "{0} fails with {1}")
    @MethodSource("everyFault")
    void survivesEachFaultOnce(Call call, Fault fault) throws IOException {
        for (Optional<Path> ledger : List.of(Optional.<Path>empty(), newLedger())) {
            new FaultScenario(stage, new Random(1), 7, 3, ledger)
                    .failing(call, fault)
                    .check();
        }
    }

    @Test
    void survivesRandomSchedules() throws Exception {
        Seeds.play(seed -> {
            Random random = new Random(seed);
            boolean large = random.nextInt(50) == 0;
            int sensors = large ? 130 : random.nextInt(12);
            int batchSize = large ? 1 : 1 + random.nextInt(4);
            Optional<Path> ledger = random.nextBoolean() ? newLedger() : Optional.empty();
            double chance = random.nextDouble() * 0.7;
            new FaultScenario(stage, random, sensors, batchSize, ledger)
                    .failingWith(chance)
                    .check();
        });
    }
}
