// Lays out where JenkinsRule looks for it what Jenkins' own Maven plugin would: the plugins that this one and its tests
// depend on, each as the file that Jenkins takes (.hpi; Maven's class path only has their jars), and a manifest by which
// the classes being tested are a plugin.
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.util.jar.Attributes
import java.util.jar.JarFile
import java.util.jar.Manifest
import org.eclipse.aether.artifact.DefaultArtifact
import org.eclipse.aether.resolution.ArtifactRequest

def resolver = session.lookup('org.eclipse.aether.RepositorySystem')
def folder = new File(project.build.testOutputDirectory, 'test-dependencies')
folder.mkdirs()
new File(project.build.directory, 'tmp').mkdirs()
def names = []
project.artifacts.findAll { it.type == 'jar' }.each { jar ->
  def name = new JarFile(jar.file).withCloseable { it.manifest?.mainAttributes?.getValue('Short-Name') }
  if (name != null) {
    def hpi = new DefaultArtifact(jar.groupId, jar.artifactId, 'hpi', jar.version)
    def request = new ArtifactRequest(hpi, project.remoteProjectRepositories, null)
    def file = resolver.resolveArtifact(session.repositorySession, request).artifact.file
    Files.copy(file.toPath(), new File(folder, name + '.jpi').toPath(), StandardCopyOption.REPLACE_EXISTING)
    names << name
  }
}
new File(folder, 'index').text = names.collect { it + '\n' }.join()

def bundled = project.artifacts.findAll { it.scope in ['compile', 'runtime'] }*.file
def manifest = new Manifest()
[
  (Attributes.Name.MANIFEST_VERSION.toString()): '1.0',
  'Short-Name': project.artifactId,
  'Long-Name': project.name,
  'Plugin-Version': project.version,
  'Jenkins-Version': project.properties['jenkins.version'],
  'Plugin-Dependencies': project.properties['plugin.dependencies'],
  'Libraries': ([project.build.outputDirectory] + bundled).join(','),
  'Resource-Path': project.build.outputDirectory,
].each { name, value -> manifest.mainAttributes.putValue(name, value) }
new File(project.build.testOutputDirectory, 'the.hpl').withOutputStream { manifest.write(it) }
