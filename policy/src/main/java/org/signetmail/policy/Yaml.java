package org.signetmail.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML document in which everything knows where it stands, so that whatever is wrong can be said
 * with file, line and column. Values are text until somebody asks for more; there are no aliases,
 * no tags and no duplicate keys.
 */
public sealed interface Yaml permits Yaml.Text, Yaml.Items, YamlMapping {
  /** The largest document in characters: configuration is written by people. */
  int LARGEST = 1 << 20;

  Place place();

  /** Where something stands; lines and columns count from 1. */
  record Place(String file, int line, int column) {
    @Override
    public String toString() {
      return file + ":" + line + ":" + column;
    }
  }

  /** A single value. */
  record Text(String value, Place place) implements Yaml {}

  /** A list. */
  record Items(List<Yaml> items, Place place) implements Yaml {}

  /**
   * Reads a document whose top is a mapping.
   *
   * @param file how errors name it
   * @throws YamlProblem with one line when it is not YAML, or not a mapping
   */
  static YamlMapping parse(String text, String file) throws YamlProblem {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(LARGEST)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isPresent() && convert(root.get(), file, 0) instanceof YamlMapping mapping) {
        return mapping;
      }
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(mark -> place(mark, file)).orElse(new Place(file, 1, 1));
      throw new YamlProblem(place, e.getProblem(), "check indentation, colons and quotes");
    } catch (YamlEngineException e) {
      throw new YamlProblem(
          new Place(file, 1, 1),
          "is not YAML that can be read",
          "check that it is text of less than 1 MiB without aliases");
    }
    throw new YamlProblem(
        new Place(file, 1, 1), "holds no settings", "write one setting a line, as 'name: value'");
  }

  private static Yaml convert(Node node, String file, int depth) throws YamlProblem {
    Place place = node.getStartMark().map(mark -> place(mark, file)).orElse(new Place(file, 1, 1));
    if (depth > 20) {
      throw new YamlProblem(place, "is nested too deeply", "nothing needs more than a few levels");
    }
    return switch (node) {
      case ScalarNode scalar -> new Text(scalar.getValue(), place);
      case SequenceNode sequence -> {
        List<Yaml> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(convert(item, file, depth + 1));
        }
        yield new Items(List.copyOf(items), place);
      }
      case MappingNode mapping -> {
        Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          if (!(convert(tuple.getKeyNode(), file, depth + 1) instanceof Text key)) {
            throw new YamlProblem(place, "has a name that is not a word", "write 'name: value'");
          }
          Yaml value = convert(tuple.getValueNode(), file, depth + 1);
          if (entries.put(key.value(), new YamlMapping.Entry(key.place(), value)) != null) {
            throw new YamlProblem(
                key.place(), "'" + key.value() + "' stands here twice", "keep one of them");
          }
        }
        yield new YamlMapping(entries, place);
      }
      default -> throw new YamlProblem(place, "uses an alias", "write the value out");
    };
  }

  private static Place place(Mark mark, String file) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
