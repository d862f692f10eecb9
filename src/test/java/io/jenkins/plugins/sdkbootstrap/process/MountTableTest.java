package io.jenkins.plugins.sdkbootstrap.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class MountTableTest {

  private static final MountTable TABLE =
      MountTable.parse(
          """
          27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
          30 27 0:1 / /work\\040dir rw,nosuid,nodev shared:1 - tmpfs t rw
          31 30 0:2 / /work\\040dir/a\\134b\\012 ro - tmpfs t rw
          32 27 0:3 / /work\\040directory rw - tmpfs t rw
          33 30 0:4 / /work\\040dir rw,noexec - tmpfs t rw
          """
              .getBytes(UTF_8));

  @Test
  public void findsWhatIsMountedAtAPathAndBelow() {
    assertEquals(List.of("/work dir", "/work dir/a\\b\n", "/work dir"), shown(TABLE, "/work dir"));
    assertEquals(List.of("/work dir/a\\b\n"), shown(TABLE, "/work dir/a\\b\n"));
    assertEquals(List.of(), shown(TABLE, "/work"));
    assertEquals(5, shown(TABLE, "/").size());
  }

  @Test
  public void findsTheMountThatAPathIsOn() {
    assertTrue(holding("/work dir/x").options().contains("noexec"));
    assertTrue(holding("/work dir/a\\b\n/c").options().contains("ro"));
    assertEquals("/work directory", holding("/work directory").shown());
    assertEquals("/", holding("/work").shown());
  }

  private static MountTable.Mount holding(String path) {
    return TABLE.holding(path.getBytes(UTF_8)).orElseThrow();
  }

  private static List<String> shown(MountTable table, String path) {
    return table.atOrBelow(path.getBytes(UTF_8)).stream().map(m -> m.shown()).toList();
  }
}
