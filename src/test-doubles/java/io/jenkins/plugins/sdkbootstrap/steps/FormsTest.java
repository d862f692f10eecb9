package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sdkbootstrap.build.RetentionProperty;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import jenkins.model.Jenkins;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the forms have, and what they say of what is typed into them. */
public class FormsTest {

  /** What has a form, with the form's name. */
  private static final Map<Class<?>, String> FORMS =
      Map.of(
          UnpackSeedStep.class, "config",
          ChrootStageStep.class, "config",
          ArchiveStageRootStep.class, "config",
          RemoveStageRootStep.class, "config",
          SdkBootstrapPlanStep.class, "config",
          SdkBootstrapConfiguration.class, "config",
          RetentionProperty.class, "config-details");

  private static final Pattern HELP = Pattern.compile("help-(.+)\\.html");

  @Test
  public void haveAFieldWithHelpForEachParameterAndNoOthers() throws Exception {
    for (Map.Entry<Class<?>, String> form : FORMS.entrySet()) {
      Class<?> type = form.getKey();
      TreeSet<String> fields = new TreeSet<>();
      NodeList entries = jelly(type, form.getValue()).getElementsByTagName("f:entry");
      for (int i = 0; i < entries.getLength(); i++) {
        fields.add(((Element) entries.item(i)).getAttribute("field"));
      }
      assertEquals(type.getSimpleName(), parameters(type), fields);
      assertEquals(type.getSimpleName(), fields, helps(type));
    }
  }

  @Test
  public void offerTheChoicesOfSdkYaml() {
    SdkBootstrapConfiguration configuration = new SdkBootstrapConfiguration();
    assertEquals(
        List.of("auto", "root", "userns", "sudo"), values(configuration.doFillPrivilegeItems()));
    assertEquals(
        Set.of("zstd", "xz", "bzip2", "gzip", "none"),
        Set.copyOf(values(configuration.doFillCompressionItems())));
    assertEquals(
        List.of("", "auto", "root", "userns", "sudo"),
        values(new UnpackSeedStep.DescriptorImpl().doFillPrivilegeItems(null)));
  }

  @Test
  public void everyChoiceCanBeSetAndComesBack() {
    SdkBootstrapConfiguration configuration = new SdkBootstrapConfiguration();
    for (String privilege : values(configuration.doFillPrivilegeItems())) {
      configuration.setPrivilege(privilege);
      assertEquals(privilege, configuration.getPrivilege());
    }
    for (String compression : values(configuration.doFillCompressionItems())) {
      configuration.setCompression(compression);
      assertEquals(compression, configuration.getCompression());
    }
    configuration.setCacheFolder(" /var/cache/sdk ");
    assertEquals("/var/cache/sdk", configuration.getCacheFolder());
    configuration.setCacheFolder("");
    assertEquals(new SdkBootstrapConfiguration().getCacheFolder(), configuration.getCacheFolder());
    configuration.setCacheGigabytes(7);
    assertEquals(7, configuration.getCacheGigabytes());
    assertThrows(IllegalArgumentException.class, () -> configuration.setCacheGigabytes(-1));
    assertThrows(IllegalArgumentException.class, () -> configuration.setPrivilege("doas"));
    assertThrows(IllegalArgumentException.class, () -> configuration.setCompression("rar"));
  }

  @Test
  public void theConfigurationIsCheckedForAdministratorsOnly() {
    SdkBootstrapConfiguration configuration = new SdkBootstrapConfiguration();
    assertKind(FormValidation.Kind.OK, configuration.doCheckCacheFolder("sdk-cache"));
    assertKind(FormValidation.Kind.OK, configuration.doCheckCacheFolder("/var/cache/sdk"));
    assertKind(FormValidation.Kind.ERROR, configuration.doCheckCacheFolder("/"));
    assertKind(FormValidation.Kind.ERROR, configuration.doCheckCacheFolder("../../etc"));
    assertKind(FormValidation.Kind.ERROR, configuration.doCheckCacheFolder("a\nb"));
    assertKind(FormValidation.Kind.OK, configuration.doCheckCacheGigabytes("20"));
    assertKind(FormValidation.Kind.WARNING, configuration.doCheckCacheGigabytes("0"));
    assertKind(FormValidation.Kind.ERROR, configuration.doCheckCacheGigabytes("-1"));
    Jenkins.get().permit(false);
    try {
      assertThrows(SecurityException.class, () -> configuration.doCheckCacheFolder("x"));
      assertThrows(SecurityException.class, () -> configuration.doCheckCacheGigabytes("1"));
    } finally {
      Jenkins.get().permit(true);
    }
  }

  @Test
  public void refuseACacheThatIsNoDirectoryOfItsOwnInConfigurationAsCodeToo() {
    SdkBootstrapConfiguration configuration = new SdkBootstrapConfiguration();
    String before = configuration.getCacheFolder();
    assertThrows(
        IllegalArgumentException.class, () -> configuration.setCacheFolder("caches/../../etc"));
    assertEquals(before, configuration.getCacheFolder());
  }

  @Test
  public void areForThoseWhoMaySeeThem() {
    ArchiveStageRootStep.DescriptorImpl descriptor = new ArchiveStageRootStep.DescriptorImpl();
    Jenkins.get().permit(false);
    try {
      assertThrows(SecurityException.class, () -> descriptor.doCheckRoot(null, "root"));
      assertThrows(SecurityException.class, () -> descriptor.doFillPrivilegeItems(null));
      assertThrows(SecurityException.class, () -> descriptor.doFillCompressionItems(null));
    } finally {
      Jenkins.get().permit(true);
    }
  }

  @Test
  public void sayWhatIsWrongWithASeed() {
    UnpackSeedStep.DescriptorImpl descriptor = new UnpackSeedStep.DescriptorImpl();
    String digest = "sha256:" + "0".repeat(64);
    assertKind(FormValidation.Kind.OK, descriptor.doCheckSeed(null, "seeds/seed.tar.xz", ""));
    assertKind(
        FormValidation.Kind.ERROR, descriptor.doCheckSeed(null, "https://x.example/seed", ""));
    assertKind(
        FormValidation.Kind.OK, descriptor.doCheckSeed(null, "https://x.example/seed", digest));
    assertKind(FormValidation.Kind.ERROR, descriptor.doCheckSeed(null, " ", ""));
    assertKind(FormValidation.Kind.OK, descriptor.doCheckDigest(null, digest));
    assertKind(FormValidation.Kind.ERROR, descriptor.doCheckDigest(null, "sha256:1"));
  }

  @Test
  public void sayWhatIsWrongWithAStage() {
    ChrootStageStep.DescriptorImpl descriptor = new ChrootStageStep.DescriptorImpl();
    assertKind(FormValidation.Kind.ERROR, descriptor.doCheckStage(null, "0"));
    assertKind(FormValidation.Kind.ERROR, descriptor.doCheckScript(null, "", ""));
    assertKind(FormValidation.Kind.ERROR, descriptor.doCheckScript(null, "a.sh", "sdk.yaml"));
    assertKind(FormValidation.Kind.OK, descriptor.doCheckScript(null, "a.sh", ""));
    assertKind(FormValidation.Kind.ERROR, descriptor.doCheckVersion(null, "1 2"));
    assertKind(FormValidation.Kind.OK, descriptor.doCheckVersion(null, "1+2"));
  }

  private static Set<String> parameters(Class<?> type) {
    return type == SdkBootstrapConfiguration.class
        ? new TreeSet<>(BoundStep.setters(type).keySet())
        : BoundStep.parameters(type);
  }

  /** The fields that have help. */
  private static TreeSet<String> helps(Class<?> type) throws Exception {
    TreeSet<String> helps = new TreeSet<>();
    for (Class<?> at = type; at.getResource(at.getSimpleName()) != null; at = at.getSuperclass()) {
      helps.addAll(ownHelps(at));
    }
    if (type == ChrootStageStep.class) { // which has the rest from another step
      helps.addAll(parameters(ArchiveStageRootStep.class));
      helps.retainAll(parameters(type));
    }
    return helps;
  }

  private static List<String> ownHelps(Class<?> type) throws Exception {
    try (Stream<Path> files = Files.list(Path.of(type.getResource(type.getSimpleName()).toURI()))) {
      return files
          .map(file -> HELP.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .toList();
    }
  }

  private static Document jelly(Class<?> type, String name) throws Exception {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + "/" + name + ".jelly")) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private static List<String> values(ListBoxModel items) {
    return items.stream().map(option -> option.value).toList();
  }

  private static void assertKind(FormValidation.Kind kind, FormValidation validation) {
    assertEquals(validation.getMessage(), kind, validation.kind);
  }
}
