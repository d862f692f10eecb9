package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.objectweb.asm.Opcodes;

/**
 * The signatures that the build without Jenkins compiles against are those of the real API: what
 * javac makes of a call by the one links with the other.
 */
public class SignaturesTest {

  private static final Path SIGNATURES = Path.of("src/jenkins-api/java");
  private static final int VISIBLE = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Map<String, ApiClass> written = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();

  @Before
  public void compileSignatures() throws IOException {
    Path classes = temporary.getRoot().toPath();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(SIGNATURES)) {
      List<Path> java = sources.filter(p -> p.toString().endsWith(".java")).toList();
      List<String> options =
          List.of("-proc:none", "-nowarn", "-parameters", "-d", classes.toString());
      assertTrue(
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call());
    }
    try (Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(p -> p.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replaceFirst("\\.class$", "");
        try (InputStream in = Files.newInputStream(file)) {
          written.put(name, ApiClass.read(in));
        }
      }
    }
  }

  @Test
  public void everyClassAndMemberExistsInTheRealApi() throws IOException {
    for (Map.Entry<String, ApiClass> entry : written.entrySet()) {
      ApiClass real = real(entry.getKey());
      if (real == null) {
        differences.add(entry.getKey() + ": there is no such class");
      } else {
        compareClass(entry.getKey(), entry.getValue(), real);
        for (Map.Entry<String, Integer> member : entry.getValue().members().entrySet()) {
          compareMember(entry.getKey(), member.getKey(), member.getValue());
        }
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  private void compareClass(String name, ApiClass ours, ApiClass real) throws IOException {
    int kind = Opcodes.ACC_INTERFACE | Opcodes.ACC_ANNOTATION | Opcodes.ACC_ENUM;
    expect(name + ": class, interface, annotation or enum", ours.access(), real.access(), kind);
    expect(name + ": abstract", ours.access(), real.access(), Opcodes.ACC_ABSTRACT);
    if ((ours.access() & VISIBLE) != 0 && (real.access() & VISIBLE) == 0) {
      differences.add(name + ": is not public");
    }
    if ((ours.access() & Opcodes.ACC_FINAL) == 0 && (real.access() & Opcodes.ACC_FINAL) != 0) {
      differences.add(name + ": is final");
    }
    List<String> parents = new ArrayList<>(List.of(ours.interfaces()));
    parents.add(ours.superclass());
    List<String> ancestors = ancestors(name);
    for (String parent : parents) {
      if (!ancestors.contains(parent)) {
        differences.add(name + ": is no " + parent);
      }
    }
  }

  private void compareMember(String owner, String member, int ours) throws IOException {
    if ((ours & VISIBLE) == 0 || (ours & Opcodes.ACC_SYNTHETIC) != 0) {
      return;
    }
    Integer real = null;
    for (String type : member.startsWith("<init>") ? List.of(owner) : lineage(owner)) {
      real = real(type).members().get(member);
      if (real != null) {
        break;
      }
    }
    String what = owner + "." + member;
    if (real == null) {
      // Every class has one where none is written down.
      if (!member.equals("<init>()V") || (ours & Opcodes.ACC_PUBLIC) == 0) {
        differences.add(what + ": there is no such member");
      }
      return;
    }
    expect(what + ": static", ours, real, Opcodes.ACC_STATIC);
    expect(what + ": abstract", ours, real, Opcodes.ACC_ABSTRACT);
    expect(what + ": public or protected", ours, real, VISIBLE);
    if ((ours & Opcodes.ACC_FINAL) == 0 && (real & Opcodes.ACC_FINAL) != 0) {
      differences.add(what + ": is final");
    }
  }

  private void expect(String what, int ours, int real, int flags) {
    if ((ours & flags) != (real & flags)) {
      differences.add(
          what + ": written " + ((ours & flags) != 0) + ", really " + ((real & flags) != 0));
    }
  }

  private static List<String> lineage(String name) throws IOException {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(ancestors(name));
    return all;
  }

  private static List<String> ancestors(String name) throws IOException {
    List<String> all = new ArrayList<>();
    ApiClass real = real(name);
    List<String> parents = new ArrayList<>(List.of(real.interfaces()));
    if (real.superclass() != null) {
      parents.add(0, real.superclass());
    }
    for (String parent : parents) {
      all.add(parent);
      all.addAll(ancestors(parent));
    }
    return all;
  }

  private static ApiClass real(String name) throws IOException {
    ClassLoader loader = SignaturesTest.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? null : ApiClass.read(in);
    }
  }

  @Test
  public void findsWhatDiffers() throws IOException {
    compareMember("hudson/model/Run", "getNumber()J", Opcodes.ACC_PUBLIC);
    compareMember("hudson/model/Run", "getNumber()I", Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC);
    compareMember("hudson/model/Run", "getNumber()I", Opcodes.ACC_PUBLIC);
    compareClass("hudson/model/Run", written.get("hudson/model/Action"), real("hudson/model/Run"));
    assertEquals(
        List.of(
            "hudson/model/Run.getNumber()J: there is no such member",
            "hudson/model/Run.getNumber()I: static: written true, really false",
            "hudson/model/Run: class, interface, annotation or enum: written true, really false"),
        differences);
  }
}
