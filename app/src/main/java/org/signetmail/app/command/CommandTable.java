package org.signetmail.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the annotations of the commands say, written down by the build, so that a start need not
 * look for it: each kind of annotation that is read by reflection makes the JVM write, check and
 * load a class of its own, which together takes a third of the time of a short command.
 *
 * <p>A command is a block of lines of fields with tabs between. Without the table, or for a command
 * that is not in it, picocli reads the annotations. {@code CommandTableTest} holds both the same.
 */
final class CommandTable {
  /** Beside this class, for each command of its own: a start reads no more than it needs. */
  private static final String FOLDER = "table/";

  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of("boolean", boolean.class, "int", int.class, "long", long.class);

  private CommandTable() {}

  /** The tables of these commands, by the name of their file. */
  static Map<String, String> write(Map<String, Supplier<Object>> commands) {
    Map<String, String> tables = new LinkedHashMap<>();
    commands.forEach((name, command) -> {
      StringBuilder table = new StringBuilder();
      CommandTableWriter.write(name, new CommandLine(command.get()).getCommandSpec(), table);
      tables.put(file(name), table.toString());
    });
    return tables;
  }

  /** The command of that name as the table of this program has it, if it has. */
  static Optional<CommandSpec> read(String name, Supplier<Object> command) {
    try (InputStream in = CommandTable.class.getResourceAsStream(file(name))) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), command));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static CommandSpec parse(String table, Supplier<Object> command) {
    Deque<String[]> rows = new ArrayDeque<>();
    for (String line : table.split("\n")) {
      rows.add(line.split("\t", -1));
    }
    try {
      return command(rows, command.get());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the table of commands is of another build: " + e, e);
    }
  }

  private static String file(String name) {
    return FOLDER + name + ".tsv";
  }

  private static CommandSpec command(Deque<String[]> rows, Object userObject)
      throws ReflectiveOperationException {
    String[] head = rows.remove();
    String path = head[1];
    CommandSpec spec = CommandSpec.wrapWithoutInspection(userObject);
    spec.name(path.substring(path.lastIndexOf(' ') + 1));
    spec.usageMessage()
        .sortOptions(Boolean.parseBoolean(head[2]))
        .header(lines(head[3]))
        .description(lines(head[4]))
        .footer(lines(head[5]));
    while (!rows.isEmpty()) {
      String[] row = rows.element();
      if (row[0].equals("command")) {
        if (!row[1].startsWith(path + " ")) {
          break;
        }
        CommandSpec sub = command(rows, instance(row[6]));
        spec.addSubcommand(sub.name(), sub);
      } else {
        rows.remove();
        Owned owned = Owned.of(userObject, row[1], row[2], row[3]);
        if (row[0].equals("spec")) {
          owned.set(spec);
        } else {
          spec.add(argument(row, owned));
        }
      }
    }
    return spec;
  }

  private static Object instance(String className) throws ReflectiveOperationException {
    var constructor = Class.forName(className).getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static ArgSpec argument(String[] row, Owned owned) throws ReflectiveOperationException {
    Iterator<String> fields = List.of(row).subList(4, row.length).iterator();
    String names = fields.next();
    if (row[0].equals("parameter")) {
      Common common = Common.of(fields);
      return PositionalParamSpec.builder()
          .index(names)
          .arity(common.arity)
          .paramLabel(common.label)
          .required(common.required)
          .type(common.type)
          .auxiliaryTypes(common.auxiliaryTypes)
          .defaultValue(common.byDefault)
          .description(common.description)
          .initialValue(owned.get())
          .getter(owned::get)
          .setter(owned::set)
          .build();
    }
    boolean negatable = Boolean.parseBoolean(fields.next());
    String fallback = fields.next();
    Common common = Common.of(fields);
    return OptionSpec.builder(names.split(","))
        .negatable(negatable)
        .fallbackValue(fallback)
        .arity(common.arity)
        .paramLabel(common.label)
        .required(common.required)
        .type(common.type)
        .auxiliaryTypes(common.auxiliaryTypes)
        .defaultValue(common.byDefault)
        .description(common.description)
        .initialValue(owned.get())
        .getter(owned::get)
        .setter(owned::set)
        .build();
  }

  /** What options and parameters both have; picocli's own type for it is not public. */
  private record Common(
      String arity,
      String label,
      boolean required,
      Class<?> type,
      Class<?>[] auxiliaryTypes,
      @Nullable String byDefault,
      String[] description) {
    static Common of(Iterator<String> fields) throws ClassNotFoundException {
      String arity = fields.next();
      String label = fields.next();
      boolean required = Boolean.parseBoolean(fields.next());
      Class<?> type = classNamed(fields.next());
      List<Class<?>> auxiliary = new ArrayList<>();
      for (String name : fields.next().split(",")) {
        auxiliary.add(classNamed(name));
      }
      String byDefault = fields.next();
      return new Common(
          arity,
          label,
          required,
          type,
          auxiliary.toArray(Class<?>[]::new),
          byDefault.isEmpty() ? null : byDefault,
          lines(fields.next()));
    }
  }

  private static Class<?> classNamed(String name) throws ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(name);
    return primitive == null ? Class.forName(name) : primitive;
  }

  private static String[] lines(String field) {
    return field.isEmpty() ? new String[0] : field.split("\u001f", -1);
  }

  /** A field, and the object that has it: the command, or one that is mixed into it. */
  private record Owned(Object owner, Field field) {
    static Owned of(Object command, String mixins, String declaredIn, String name)
        throws ReflectiveOperationException {
      Object owner = command;
      for (String mixin : mixins.isEmpty() ? new String[0] : mixins.split("\\.")) {
        owner = mixedIn(owner.getClass(), mixin).get(owner);
      }
      return new Owned(owner, accessible(Class.forName(declaredIn), name));
    }

    /** A mixin is declared by the command, or by what the command extends. */
    private static Field mixedIn(Class<?> type, String name) throws ReflectiveOperationException {
      for (Class<?> c = type; c.getSuperclass() != null; c = c.getSuperclass()) {
        if (Stream.of(c.getDeclaredFields()).anyMatch(field -> field.getName().equals(name))) {
          return accessible(c, name);
        }
      }
      return accessible(type, name);
    }

    private static Field accessible(Class<?> declaring, String name)
        throws ReflectiveOperationException {
      Field field = declaring.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    }

    /** As picocli wants its getters and setters: of whatever type the caller takes it for. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> T get() throws IllegalAccessException {
      return (T) field.get(owner);
    }

    <T> T set(T value) throws IllegalAccessException {
      T before = get();
      field.set(owner, value);
      return before;
    }
  }
}
