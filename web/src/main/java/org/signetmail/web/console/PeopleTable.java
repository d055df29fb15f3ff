package org.signetmail.web.console;

import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.CensusStore.Direction;
import org.signetmail.enrolment.staff.CensusStore.Order;
import org.signetmail.enrolment.staff.PeopleDesk;

/** The table of everybody: the store sorts it, and it is read page by page. */
final class PeopleTable {
  private static final List<String> HEADS = List.of("Address", "Name", "State", "Since", "Groups");
  private static final List<Order> ORDERS =
      List.of(Order.ADDRESS, Order.NAME, Order.STATE, Order.SINCE, Order.GROUP);

  private final PeopleDesk desk;

  PeopleTable(PeopleDesk desk) {
    this.desk = desk;
  }

  /** The page that the address asks for. */
  Grid page(Actor actor, ServerRequest request) {
    return page(
        actor,
        Sorting.of(request, "people", Set.of(0, 1, 2, 3, 4)),
        request.query().first("after").orElse(""));
  }

  /** The first page, in the order of addresses. */
  Grid first(Actor actor) {
    return page(actor, Sorting.NONE, "");
  }

  /** Those who were found by their words. */
  static Grid found(ServerRequest request, List<Person> people) {
    return Grid.sorted(
        request,
        "people",
        "",
        HEADS,
        people.stream().map(PeopleTable::row).toList(),
        "Nobody has such a word in name or address.");
  }

  private Grid page(Actor actor, Sorting sorting, String after) {
    Order order = ORDERS.get(Math.max(0, sorting.column()));
    Direction direction = sorting.isDescending() ? Direction.DOWN : Direction.UP;
    List<Person> people = desk.page(actor, order, direction, after);
    return new Grid(
        "",
        HEADS,
        people.stream().map(PeopleTable::row).toList(),
        "Nobody yet. People come here by an invitation below, or many at once by 'signet user"
            + " import'.",
        people.size() == PeopleDesk.PAGE
            ? sorting.at("after", PeoplePages.encoded(people.getLast().mailbox().key()))
            : "",
        sorting,
        reader -> everybody(actor, order, direction, reader));
  }

  private void everybody(
      Actor actor, Order order, Direction direction, Consumer<List<Cell>> reader) {
    String after = "";
    List<Person> page;
    do {
      page = desk.page(actor, order, direction, after);
      page.forEach(person -> reader.accept(row(person)));
      after = page.isEmpty() ? "" : page.getLast().mailbox().key();
    } while (page.size() == PeopleDesk.PAGE);
  }

  private static List<Cell> row(Person person) {
    return List.of(
        Cell.of(person.mailbox()).to(PeoplePages.address(person.mailbox())),
        Cell.of(person.name()),
        Cell.of(PeoplePages.word(person.state())).marked(PeoplePages.shape(person.state())),
        Cell.day(person.since()),
        Cell.of(person.groups().stream().sorted().collect(Collectors.joining(", "))));
  }
}
