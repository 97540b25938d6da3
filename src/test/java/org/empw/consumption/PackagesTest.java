package org.empw.consumption;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages, and what each may use: the table of {@code docs/design.md}. */
class PackagesTest {
    private static final String ROOT = "org.empw.consumption";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** A name with a capital letter is a class; the others are packages. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("cli", Set.of("text", "http.BaseUrl", "ledger.DatabaseUrl")),
            Map.entry(
                    "job",
                    Set.of(
                            "cli",
                            "delivery",
                            "ledger",
                            "api",
                            "http",
                            "waiting",
                            "view",
                            "calculation",
                            "console",
                            "text")),
            Map.entry("delivery", Set.of("api", "ledger", "calculation", "waiting", "text")),
            Map.entry("ledger", Set.of("waiting", "calculation", "text")),
            Map.entry("api", Set.of("http", "waiting", "calculation", "text")),
            Map.entry("http", Set.of("waiting", "text")),
            Map.entry("waiting", Set.of()),
            Map.entry("view", Set.of("calculation", "text")),
            Map.entry("calculation", Set.of()),
            Map.entry("console", Set.of("text")),
            Map.entry("text", Set.of()),
            Map.entry("demo", Set.of()));

    static Set<String> packages() {
        return MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyThePackagesThatItMay(String name) {
        Set<String> others = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            if (nameOf(user).equals(name)) {
                user.getDirectDependenciesFromSelf().forEach(dependency -> {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    if (used.getPackageName().startsWith(ROOT)
                            && !nameOf(used).equals(name)
                            && !isAllowed(name, used)) {
                        others.add(user.getSimpleName() + " uses " + used.getName());
                    }
                });
            }
        }
        assertEquals(Set.of(), others);
    }

    private static boolean isAllowed(String user, JavaClass used) {
        String className = used.getName().substring(ROOT.length() + 1).replaceAll("\\$.*", "");
        return MAY_USE.get(user).contains(nameOf(used)) || MAY_USE.get(user).contains(className);
    }

    private static String nameOf(JavaClass one) {
        return one.getPackageName().equals(ROOT) ? "" : one.getPackageName().substring(ROOT.length() + 1);
    }

    @Test
    void hasOnlyThePackagesOfTheTableAndLittleAtItsRoot() {
        Set<String> packages = new TreeSet<>();
        Set<String> atTheRoot = new TreeSet<>();
        for (JavaClass one : CLASSES) {
            if (nameOf(one).isEmpty()) {
                atTheRoot.add(one.getSimpleName());
            } else {
                packages.add(nameOf(one));
            }
        }
        assertEquals(new TreeSet<>(MAY_USE.keySet()), packages);
        assertEquals(Set.of("AotTraining", "Main"), atTheRoot);
    }

    @ParameterizedTest
    @CsvSource({
        "http, okhttp3..",
        "ledger, java.sql..",
        "ledger, org.postgresql..",
        "ledger, org.sqlite..",
        "cli, io.github.cdimascio..",
        "console, ch.qos.logback..",
        "demo, com.sun.net.httpserver.."
    })
    void keepsALibraryToOnePackage(String name, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + name)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void parsesJsonAsAStreamInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".api")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("tools.jackson.core.JsonParser")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"java.io..", "java.net..", "java.nio..", "org.slf4j..", "java.util.concurrent.."})
    void calculatesWithoutLookingOutside(String library) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".calculation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }
}
