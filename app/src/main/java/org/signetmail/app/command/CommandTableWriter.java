package org.signetmail.app.command;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** Writes the blocks of a {@link CommandTable} from what picocli read of the annotations. */
final class CommandTableWriter {
  private CommandTableWriter() {}

  static void write(String path, CommandSpec spec, StringBuilder table) {
    if (!spec.argGroups().isEmpty()) {
      throw new IllegalArgumentException(path + ": groups of options have no form in the table");
    }
    Object command = spec.userObject();
    var usage = spec.usageMessage();
    row(
        table,
        "command",
        path,
        usage.sortOptions(),
        lines(usage.header()),
        lines(usage.description()),
        lines(usage.footer()),
        command.getClass().getName());
    Map<Field, String> mixins = new HashMap<>();
    owners(command.getClass(), "", mixins);
    mixins.forEach((field, mixin) -> {
      if (field.isAnnotationPresent(Spec.class)) {
        row(table, "spec", mixin, field.getDeclaringClass().getName(), field.getName());
      }
    });
    for (ArgSpec argument : spec.args()) {
      Field field = field(argument);
      String mixin = mixins.get(field);
      if (mixin == null) {
        throw new IllegalArgumentException(path + ": " + field + " is not in it or mixed into it");
      }
      argument(table, argument, mixin, field);
    }
    spec.subcommands()
        .forEach((name, sub) -> write(path + " " + name, sub.getCommandSpec(), table));
  }

  /** Every field of a class and of what is mixed into it, with the names that lead to it. */
  private static void owners(Class<?> type, String path, Map<Field, String> found) {
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.isAnnotationPresent(Mixin.class)) {
          owners(
              field.getType(),
              path.isEmpty() ? field.getName() : path + "." + field.getName(),
              found);
        } else if (found.put(field, path) != null) {
          throw new IllegalArgumentException(field + ": is mixed in twice");
        }
      }
    }
  }

  private static Field field(ArgSpec argument) {
    Object element = argument.userObject();
    if (element instanceof Field field) {
      return field;
    }
    throw new IllegalArgumentException(argument.paramLabel() + ": is not the option of a field");
  }

  private static void argument(StringBuilder table, ArgSpec argument, String mixin, Field field) {
    StringBuilder own = new StringBuilder();
    String kind =
        switch (argument) {
          case OptionSpec option -> {
            own.append(String.join(",", option.names()));
            own.append('\t').append(option.negatable());
            own.append('\t').append(option.fallbackValue());
            yield "option";
          }
          case PositionalParamSpec parameter -> {
            own.append(parameter.index());
            yield "parameter";
          }
          default -> throw new IllegalArgumentException("what is " + argument + "?");
        };
    row(
        table,
        kind,
        mixin,
        field.getDeclaringClass().getName(),
        field.getName(),
        own,
        argument.arity(),
        argument.paramLabel(),
        argument.required(),
        argument.type().getName(),
        Arrays.stream(argument.auxiliaryTypes())
            .map(Class::getName)
            .collect(Collectors.joining(",")),
        or(argument.defaultValue()),
        lines(argument.description()));
  }

  private static String or(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String lines(String[] lines) {
    return String.join("\u001f", lines);
  }

  private static void row(StringBuilder table, Object... fields) {
    String row = Arrays.stream(fields).map(String::valueOf).collect(Collectors.joining("\t"));
    if (row.contains("\n")) {
      throw new IllegalArgumentException("a line end within: " + row);
    }
    table.append(row).append('\n');
  }
}
