// What Jenkins' own Maven plugin calls hpi:run: the Jenkins of the tests, its plugins, and this one as it is compiled,
// at http://127.0.0.1:8080/ (-Dport=N) with its home in work/. Views and texts are read anew at each request; after
// mvn compile of classes start it again.
import java.nio.file.Files
import java.nio.file.StandardCopyOption

def tests = new File(project.build.testOutputDirectory)
def home = new File(project.basedir, 'work')
def plugins = new File(home, 'plugins')
plugins.mkdirs()
new File(tests, 'test-dependencies').listFiles().findAll { it.name.endsWith('.jpi') }.each {
  Files.copy(it.toPath(), new File(plugins, it.name).toPath(), StandardCopyOption.REPLACE_EXISTING)
}
Files.copy(new File(tests, 'the.hpl').toPath(), new File(plugins, 'sdk-bootstrap.hpl').toPath(),
  StandardCopyOption.REPLACE_EXISTING)

def war = project.artifacts.find { it.artifactId == 'jenkins-war' }.file
def java = new File(System.getProperty('java.home'), 'bin/java')
def command = [java.path, '-Djenkins.install.runSetupWizard=false', '-Dstapler.jelly.noCache=true',
  '-Dhudson.Main.development=true', '-Djenkins.model.Jenkins.slaveAgentPort=-1', '-Djava.awt.headless=true',
  '-jar', war.path, '--httpListenAddress=127.0.0.1', "--httpPort=${session.userProperties['port'] ?: '8080'}".toString()]
def process = new ProcessBuilder(command).inheritIO()
process.environment()['JENKINS_HOME'] = home.path
def jenkins = process.start()
def end = { jenkins.destroy(); jenkins.waitFor() }
Runtime.runtime.addShutdownHook(end as Thread)
def status = jenkins.waitFor()
if (status != 0) {
  throw new IllegalStateException("Jenkins ended with status $status")
}
