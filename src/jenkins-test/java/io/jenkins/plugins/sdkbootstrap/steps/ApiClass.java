package io.jenkins.plugins.sdkbootstrap.steps;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a class file declares, without loading the class. */
final class ApiClass extends ClassVisitor {

  private final Map<String, Integer> members = new HashMap<>();
  private int access;
  private String superclass;
  private String[] interfaces;

  private ApiClass() {
    super(Opcodes.ASM9);
  }

  /** Reads a class file. */
  static ApiClass read(InputStream in) throws IOException {
    ApiClass read = new ApiClass();
    new ClassReader(in).accept(read, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
    return read;
  }

  @Override
  public void visit(
      int version, int flags, String name, String generics, String parent, String[] implemented) {
    access = flags;
    superclass = parent;
    interfaces = implemented;
  }

  @Override
  public FieldVisitor visitField(
      int flags, String name, String descriptor, String generics, Object value) {
    members.put(name + " " + descriptor, flags);
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int flags, String name, String descriptor, String generics, String[] exceptions) {
    members.put(name + descriptor, flags);
    return null;
  }

  /** Access flags by {@code name(parameters)result} of methods, {@code name type} of fields. */
  Map<String, Integer> members() {
    return members;
  }

  int access() {
    return access;
  }

  /** Its internal name; null for {@code java.lang.Object}. */
  String superclass() {
    return superclass;
  }

  String[] interfaces() {
    return interfaces;
  }
}
