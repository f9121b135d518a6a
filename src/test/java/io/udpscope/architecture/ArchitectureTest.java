package io.udpscope.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which package may know which. A rule about a package without classes fails (ArchUnit's default),
 * so that none of them outlives what it speaks of.
 */
class ArchitectureTest {
  private static final String ROOT = "io.udpscope";

  private static final String DATAPATH_CONTRACT = "datapath";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void theModelKnowsNothingOfOurs() {
    onlyDependsOn("model");
  }

  @Test
  void decodersTheStoreAndTheConfigKnowNothingOfTheSession() {
    onlyDependsOn("config", "model");
    onlyDependsOn("decode", "model");
    onlyDependsOn("capture", "model", "ffi");
  }

  @Test
  void theDatapathsContractKnowsTheModelAlone() {
    onlyDependsOn(DATAPATH_CONTRACT, "model");
  }

  @Test
  void theDatapathInTheKernelKnowsNothingOfScreenAndCommands() {
    onlyDependsOn("datapath.bpf", DATAPATH_CONTRACT, "model", "ffi");
  }

  @Test
  void theDatapathOverAFileKnowsTheReaderOfFiles() {
    onlyDependsOn("datapath.file", DATAPATH_CONTRACT, "capture", "model");
  }

  @Test
  void theRelayKnowsTheContractAndNothingOfTheKernelsProgram() {
    onlyDependsOn("relay", DATAPATH_CONTRACT, "model", "ffi");
  }

  @Test
  void theHostIsReadForTheSessionAlone() {
    onlyDependsOn("host", "app", "model", "ffi");
  }

  @Test
  void theSessionKnowsNothingOfScreenAndCommands() {
    onlyDependsOn("app", "capture", "decode", DATAPATH_CONTRACT, "model");
  }

  @Test
  void theScreenKnowsNothingOfTheDatapath() {
    check(
        noClasses()
            .that()
            .resideInAPackage(in("ui"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".datapath.."));
  }

  @Test
  void onlyCommandsNameTheKindOfDatapath() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(in("cli"), in("datapath.bpf"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("datapath.bpf")));
  }

  @Test
  void nobodyKnowsTheCommands() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(in("cli"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("cli")));
  }

  @Test
  void nativeCallsAreMadeInOnePlace() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(in("ffi"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jnr..", "com.kenai.."));
  }

  @Test
  void thereAreNoCycles() {
    check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void noNameSaysNothing() {
    check(noClasses().should().haveSimpleNameEndingWith("Manager"));
    check(noClasses().should().haveSimpleNameEndingWith("Helper"));
    check(noClasses().should().haveSimpleNameEndingWith("Util"));
    check(noClasses().should().haveSimpleNameEndingWith("Utils"));
  }

  /** A package that these rules do not speak of is one whose place nobody has thought about. */
  @Test
  void everyPackageHasItsPlace() {
    Set<String> packages =
        CLASSES.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith(ROOT + "."))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages)
        .containsExactly(
            "app",
            "capture",
            "cli",
            "config",
            "datapath",
            "decode",
            "ffi",
            "host",
            "model",
            "relay",
            "ui");
  }

  /**
   * The classes of a package depend on their own package, on these, and on nothing else of ours.
   */
  private static void onlyDependsOn(String from, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(from), Stream.of(others))
            .map(ArchitectureTest::in)
            .toArray(String[]::new);
    check(
        classes()
            .that()
            .resideInAPackage(in(from))
            .should()
            .onlyDependOnClassesThat(
                resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed))));
  }

  /** A package of ours with those below it, but for the contract, which stands above its kinds. */
  private static String in(String name) {
    return ROOT + "." + name + (name.equals(DATAPATH_CONTRACT) ? "" : "..");
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
