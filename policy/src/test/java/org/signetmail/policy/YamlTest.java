package org.signetmail.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class YamlTest {
  @Test
  void settingsAreReadByNameAndType() throws Exception {
    YamlMapping top = Yaml.parse("name: Example\nmail:\n  size: 12\n  to: [a, b]\n", "x.yaml");

    assertEquals("Example", top.text("name"));
    assertEquals("12", top.group("mail").<String>required("size", String::strip));
    assertEquals(List.of("a", "b"), top.group("mail").texts("to"));
    assertTrue(top.group("absent").optionalText("anything").isEmpty());
  }

  @Test
  void everyProblemNamesFileLineColumnAndWhatToDo() {
    assertProblem("nmae: x\n", "x.yaml:1:1: 'nmae' is not known here; did you mean 'name'?");
    assertProblem(
        "mail:\n  zzzzzzzz: 1\n", "x.yaml:2:3: 'zzzzzzzz' is not known here; known are size");
    assertProblem("mail:\n  size: many\n", "x.yaml:2:3: size");
    assertProblem("mail: 3\n", "x.yaml:1:7: 'mail' is a group of settings");
    assertProblem("name: [a, b]\n", "x.yaml:1:7: 'name' is not a single value");
    assertProblem("name: a\nname: b\n", "x.yaml:2:1:");
    assertProblem("name: \"open\n", "x.yaml:");
    assertProblem("", "x.yaml:1:1: holds no settings");
    assertProblem("- a\n", "x.yaml:1:1: holds no settings");
    assertProblem("a: &x [1]\nb: [*x, *x]\n", "x.yaml:");
    assertProblem("a" + "[".repeat(10_000), "x.yaml:");
  }

  private static void assertProblem(String text, String start) {
    YamlProblem problem =
        assertThrows(
            YamlProblem.class,
            () -> {
              YamlMapping top = Yaml.parse(text, "x.yaml");
              top.allow("name", "mail");
              top.optionalText("name");
              top.group("mail").allow("size");
              top.group("mail").optional("size", Integer::valueOf);
            });
    String message = String.valueOf(problem.getMessage());
    assertTrue(message.startsWith(start), message);
    assertEquals(1, message.lines().count());
  }
}
