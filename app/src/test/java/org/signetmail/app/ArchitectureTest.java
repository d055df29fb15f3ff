package org.signetmail.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.Provider;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan of the house, held against the poms and against what the classes really use. */
final class ArchitectureTest {
  private static final String OURS = "org.signetmail.";
  private static final String[] LIBRARY =
      House.FLOORS.getFirst().stream().map(room -> OURS + room + "..").toArray(String[]::new);
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          // nor those of other rooms, whether they come as a jar or as a folder
          .withImportOption(location ->
              Stream.of("-tests.jar", "/test/org/", "/test-classes/").noneMatch(location::contains))
          .importPackages("org.signetmail");

  static Set<String> modules() {
    return new TreeSet<>(House.modules());
  }

  static Set<String> rooms() {
    return new TreeSet<>(House.rooms());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aPomDeclaresOnlyWhatItsFloorAllows(String module) {
    Set<String> forbidden = new TreeSet<>(House.declared(module, false));
    forbidden.removeAll(House.mayImport(module));
    assertEquals(Set.of(), forbidden, module + "/pom.xml declares");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void nobodyImportsAnAnnex(String module) {
    Set<String> annexes = new TreeSet<>(House.ANNEXES);
    annexes.retainAll(House.declared(module, true));
    assertEquals(Set.of(), annexes, module + "/pom.xml declares for tests");
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesOnlyWhatItsPomDeclares(String room) {
    Set<String> declared = House.declared(room, false);
    Set<String> used = new TreeSet<>();
    for (JavaClass type : CLASSES.that(resideInAPackage(OURS + room + ".."))) {
      type.getDirectDependenciesFromSelf()
          .forEach(dependency -> used.add(roomOf(dependency.getTargetClass())));
    }
    used.removeAll(declared);
    used.remove(room);
    used.remove("");
    assertEquals(Set.of(), used, room + " uses, but its pom does not declare");
  }

  /** A room that was not found would pass every other test. */
  @ParameterizedTest
  @MethodSource("rooms")
  void everyRoomIsThere(String room) {
    assertFalse(CLASSES.that(resideInAPackage(OURS + room)).isEmpty(), room + " has no class");
  }

  @Test
  void bouncyCastleStaysInside() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void theLibraryHasNoNetworkAndNoDatabase() {
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARY)
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net..")
                .or(resideInAPackage("javax.net.."))
                .or(resideInAPackage("javax.naming.."))
                .or(resideInAPackage("java.sql.."))
                .or(resideInAPackage("javax.sql.."))
                .and(
                    DescribedPredicate.not(
                        belongToAnyOf(
                            IDN.class,
                            URI.class,
                            URISyntaxException.class,
                            URLDecoder.class,
                            URLEncoder.class)))
                .as("open a connection"))
        .check(CLASSES);
  }

  @Test
  void theLibraryHasNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(LIBRARY)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "ask what time it is", access -> tellsTime(access.getTarget())))
        .check(CLASSES);
  }

  @Test
  void theLibraryHasNoStaticState() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(LIBRARY)
        .and()
        .areStatic()
        .should(new Constant())
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .should(
            new ArchCondition<>("be in a package that is @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked =
                    type.getPackage()
                        .tryGetAnnotationOfType("org.jspecify.annotations.NullMarked")
                        .isPresent();
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName()));
              }
            })
        .check(CLASSES);
  }

  private static String roomOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(OURS) ? name.substring(OURS.length()).split("\\.", 2)[0] : "";
  }

  private static boolean tellsTime(AccessTarget target) {
    return switch (target.getOwner().getName() + "." + target.getName()) {
      case "java.lang.System.currentTimeMillis", "java.util.Calendar.getInstance" -> true;
      case "java.util.Date.<init>" ->
          target instanceof ConstructorCallTarget made && made.getRawParameterTypes().isEmpty();
      case String name -> name.matches("java\\.time\\.\\w+\\.(now|system\\w*)");
    };
  }

  /**
   * What can be seen of it: final, and not of a type that is made to change (a provider is one).
   */
  private static final class Constant extends ArchCondition<JavaField> {
    Constant() {
      super("be constants");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
      JavaClass type = field.getRawType();
      boolean changes =
          type.isAssignableTo(Random.class)
              || type.isAssignableTo(ThreadLocal.class)
              || type.getPackageName().startsWith("java.util.concurrent")
              || ((type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
                  && !type.isInterface()
                  && !type.isAssignableTo(Provider.class));
      boolean constant = field.getModifiers().contains(FINAL) && !changes;
      events.add(new SimpleConditionEvent(field, constant, field.getDescription()));
    }
  }
}
