package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.model.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * A session's program on an interface, whoever runs the session.
 *
 * @param id the kernel's number of it
 */
record SessionProgram(EntryPoint entry, int id) {
  /**
   * @throws DatapathException if there is none
   */
  static SessionProgram on(Interfaces.Interface one) {
    List<ProgramInfo> others = new ArrayList<>();
    for (EntryPoint entry : List.of(EntryPoint.XDP, EntryPoint.TC)) {
      for (ProgramInfo program : programs(one.index(), entry)) {
        if (program.isSession()) {
          return new SessionProgram(entry, program.id());
        }
        if (!ProgramInfo.mayAskFor(program.id())) {
          throw Privilege.missingRoot("look at another session");
        }
        others.add(program);
      }
    }
    String instead = others.isEmpty() ? "" : " (it has " + others.get(0).describe() + ")";
    throw new DatapathException(
        "no udpscope session is on " + one.name() + instead + ": start one, then ask again");
  }

  private static List<ProgramInfo> programs(int ifindex, EntryPoint entry) {
    if (entry == EntryPoint.XDP) {
      return XdpQuery.of(ifindex).stream().toList();
    }
    List<ProgramInfo> programs = new ArrayList<>(TcxLink.programs(ifindex, Direction.IN));
    try (TcFilters filters = new TcFilters(ifindex)) {
      for (TcFilters.Filter filter : filters.list(Direction.IN)) {
        if (filter.programId() != 0) {
          programs.add(ProgramInfo.ofId(filter.programId()));
        }
      }
    }
    return programs;
  }
}
