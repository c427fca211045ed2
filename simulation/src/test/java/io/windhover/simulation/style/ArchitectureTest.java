package io.windhover.simulation.style;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Goal: the arrows between rooms and the bans hold. Method: read every compiled class of every room. */
class ArchitectureTest {
    private static final List<String> MODULES = List.of(
            "model",
            "runtime",
            "index",
            "text",
            "segment",
            "coordinator",
            "node",
            "proxy",
            "app/embedded",
            "app/cluster",
            "app/stores",
            "app/server");
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        List<Path> paths = MODULES.stream()
                .map(module -> Sources.root().resolve(module).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        classes = new ClassFileImporter().importPaths(paths);
    }

    private static String[] rooms(String... names) {
        return Stream.of(names).map(name -> "io.windhover." + name + "..").toArray(String[]::new);
    }

    @Test
    void modelKnowsOnlyTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("io.windhover.model..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.windhover.model..", "java..")
                .check(classes);
    }

    @Test
    void roomsKnowOnlyTheRoomsBelowThem() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("runtime"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        rooms("index", "segment", "coordinator", "node", "proxy", "embedded", "cluster", "server"))
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(rooms("index"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        rooms("runtime", "segment", "coordinator", "node", "proxy", "embedded", "cluster", "server"))
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(rooms("text"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(
                        "runtime", "index", "segment", "coordinator", "node", "proxy", "embedded", "cluster", "server"))
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(rooms("segment"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("coordinator", "node", "proxy", "embedded", "cluster", "server"))
                .check(classes);
    }

    @Test
    void storesKnowOnlyThePorts() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("stores"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        rooms("index", "segment", "coordinator", "node", "proxy", "embedded", "cluster", "server"))
                .check(classes);
    }

    @Test
    void rolesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("coordinator"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("index", "segment", "node", "proxy", "embedded", "cluster", "server"))
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(rooms("node"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("coordinator", "proxy", "embedded", "cluster", "server"))
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(rooms("proxy"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("index", "segment", "coordinator", "node", "embedded", "cluster", "server"))
                .check(classes);
    }

    @Test
    void transportLibrariesAreOnlyInTheServerAndTheStores() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.windhover.server..", "io.windhover.stores..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.google.protobuf..",
                        "io.grpc..",
                        "io.netty..",
                        "io.helidon..",
                        "io.etcd..",
                        "org.apache.pulsar..",
                        "software.amazon..")
                .check(classes);
    }

    @Test
    void timeChanceThreadsAndFilesAreOnlyInTheRuntimeTheServerAndTheStores() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.windhover.runtime..", "io.windhover.server..", "io.windhover.stores..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.CompletableFuture")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ExecutorService")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.FileChannel")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.windhover.runtime..", "io.windhover.server..", "io.windhover.stores..")
                .should(callStatic("java.nio.file.Files"))
                .check(classes);
    }

    private static com.tngtech.archunit.lang.ArchCondition<JavaClass> callStatic(String owner) {
        return com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere(describe(
                "owner is " + owner, call -> call.getTargetOwner().getFullName().equals(owner)));
    }

    @Test
    void coordinatorAndProxyHoldNoLocks() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("coordinator", "proxy"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .check(classes);
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(rooms("coordinator", "proxy"))
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(classes);
    }

    @Test
    void noStaticChanges() {
        // The generated grammar has two arrays of names that it forgets to make final.
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("io.windhover.proxy.filter.grammar")
                .and()
                .areStatic()
                .and()
                .areNotFinal()
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage("io.windhover..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void noRoomHasACycleOfPackages() {
        for (String room : List.of("coordinator", "node", "proxy", "segment", "index", "runtime")) {
            slices().matching("io.windhover." + room + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }
}
