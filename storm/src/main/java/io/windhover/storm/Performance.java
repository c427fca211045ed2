package io.windhover.storm;

import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.endpoint.SdkEndpoint;
import io.windhover.storm.play.Abilities;
import io.windhover.storm.play.Calls;
import io.windhover.storm.play.Canary;
import io.windhover.storm.play.Company;
import io.windhover.storm.play.Features;
import io.windhover.storm.play.Finale;
import io.windhover.storm.play.Rehearsal;
import io.windhover.storm.play.Scene;
import io.windhover.storm.play.Scene.Play;
import io.windhover.storm.play.Setting;
import io.windhover.storm.play.Stock;
import io.windhover.storm.play.Weather;
import io.windhover.storm.process.Footprint;
import io.windhover.storm.process.Havoc;
import io.windhover.storm.process.Holdings;
import io.windhover.storm.report.Verdict;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Rows;
import io.windhover.storm.tally.Failure;
import io.windhover.storm.tally.Journal;
import io.windhover.storm.tally.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One storm from the empty server to the verdict. Used once. */
final class Performance {
    private static final int PARTITION_ROWS = 3_000;
    private static final int BATCH_ROWS = 3_000;
    private static final int LATE_SECONDS = 20;
    private static final int CANARIES = 2;
    private static final long CANARY_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int CALM_SECONDS_MAX = 10;

    private final Options.What what;
    private final Options.Where where;
    private final Target target;
    private final AtomicInteger connections = new AtomicInteger();
    private final Journal journal = new Journal();
    private final String collection;
    private final Progress progress;

    Performance(Options.What what, Options.Where where, Target target) {
        this.what = what;
        this.where = where;
        this.target = target;
        this.collection = "storm_" + Long.toHexString(what.seed);
        this.progress = new Progress(journal);
    }

    Verdict run() throws InterruptedException, IOException {
        Rows rows = new Rows(what.seed, what.dim, what.rows, (long) Stock.SETS * PARTITION_ROWS);
        String version;
        Abilities abilities;
        try (Endpoint probe = connect(collection + "_rehearsal")) {
            version = probe.version();
            progress.say("server " + version + ": trying out what it has");
            abilities = limited(new Rehearsal(probe, rows).run());
            if (!abilities.leftOut().isEmpty()) {
                progress.say(abilities.leftOut().size() + " things are left out; the report names them");
            }
        }
        Setting setting =
                new Setting(rows, what.rows, PARTITION_ROWS, BATCH_ROWS, LATE_SECONDS, abilities.canRebuild());
        Company company = Company.of(setting, abilities.fields(), abilities.askable());
        try (Endpoint stagehand = connect(collection)) {
            Calls calls = new Calls(stagehand, journal, Weather.CALM, new Random(what.seed));
            new Stage(calls, new BaseRows(company, journal, progress), company, progress).prepare(this::connect);
            Footprint before = footprint();
            Holdings held = target.holdings();
            calm(company);
            Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Toll toll = Toll.now(journal, footprint());
            int kills = storm(company, plays(abilities), new Sampler(journal, this::footprint));
            Toll.now(journal, footprint()).noteSince(toll, journal);
            progress.say("the storm is over; looking at what is left");
            new Finale(calls, company).check();
            Rest rest = settled(before, held);
            Holdings left = rest.holdings();
            left.grownSince(held).forEach(grown -> journal.wrong("not given back: " + grown));
            calls.tell("drop collection", Endpoint::dropCollection);
            return Verdict.of(
                    facts(version, began, kills, held, left),
                    journal,
                    before,
                    rest.footprint(),
                    left.figuresSince(held),
                    Features.of(abilities),
                    abilities.leftOut());
        }
    }

    /** Leaves out what the other server does not have, if the same is to be played as against it. */
    private Abilities limited(Abilities all) throws IOException {
        if (what.like.isEmpty()) {
            return all;
        }
        Abilities some = Features.like(what.like.get()).among(all, what.like.get());
        if (some.fields().stream().noneMatch(Field::isVector)) {
            String text = "this server and " + what.like.get() + " have no vector field in common";
            throw new CallFailed(new Failure(-1, 0, "ANSWER", text), null);
        }
        return some;
    }

    private Endpoint connect(String name) {
        int turn = connections.getAndIncrement() % target.uris().size();
        return SdkEndpoint.connect(target.uris().get(turn), where.token, name);
    }

    private Supplier<Endpoint> reconnect(String uri) {
        return () -> SdkEndpoint.connect(uri, where.token, collection);
    }

    private Endpoint connect() {
        return connect(collection);
    }

    private List<Play> plays(Abilities abilities) {
        List<Play> plays = new ArrayList<>();
        what.scenes.chars().mapToObj(letter -> Play.values()[letter - 'a']).forEach(plays::add);
        if (!abilities.hasHybrid()) {
            plays.replaceAll(play -> play == Play.HYBRID ? Play.SEARCH : play);
        }
        return plays;
    }

    private void calm(Company company) throws InterruptedException {
        int seconds = Math.clamp(what.seconds / 6, 2, CALM_SECONDS_MAX);
        progress.say("canaries alone for " + seconds + " s");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (Thread thread : canaries(company, Weather.CALM, "calm ", until)) {
            thread.join();
        }
    }

    private List<Thread> canaries(Company company, Weather weather, String prefix, long until) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CANARIES; i++) {
            Random random = new Random(what.seed + 1_000 + i);
            threads.add(player("canary-" + i, weather, random, calls -> {
                Canary canary = new Canary(calls, company, random, prefix);
                while (System.nanoTime() < until) {
                    canary.look();
                    LockSupport.parkNanos(CANARY_PAUSE_NS);
                }
            }));
        }
        return threads;
    }

    /** Plays until the time is over and every client has ended its last scene; returns how often the server was killed. */
    private int storm(Company company, List<Play> plays, Sampler sampler) throws InterruptedException, IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(what.seconds);
        Optional<Havoc> chaos = target.havoc(what, journal);
        Weather weather = chaos.<Weather>map(kills -> kills).orElse(Weather.CALM);
        Pace pace = new Pace(what.rate);
        List<Thread> threads = new ArrayList<>(canaries(company, weather, "canary ", until));
        for (int i = 0; i < what.clients; i++) {
            Random random = new Random(what.seed + i);
            Play play = plays.get(i % plays.size());
            String partition = "client_" + i;
            threads.add(player(partition, weather, random, calls -> {
                Scene scene = new Scene(calls, company, play, partition, random);
                while (pace.await(until)) {
                    scene.run();
                }
            }));
        }
        Jitter jitter = new Jitter(journal);
        Thread idler = Thread.ofPlatform().daemon().start(jitter::run);
        Thread watch = Thread.ofPlatform().daemon().start(() -> sampler.run(chaos, progress));
        if (chaos.isPresent()) {
            chaos.get().rage(until);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        sampler.stop();
        jitter.stop();
        watch.join();
        idler.join();
        if (target.server().isPresent() && !target.server().get().isAlive()) {
            journal.wrong("the server has ended");
        }
        if (chaos.isPresent() && target.cluster().isPresent()) {
            new Recovery(
                            journal,
                            progress,
                            target.uris().stream().map(this::reconnect).toList())
                    .await();
        }
        return chaos.map(Havoc::kills).orElse(0);
    }

    private Thread player(String name, Weather weather, Random random, Consumer<Calls> body) {
        return Thread.ofPlatform().name(name).start(() -> {
            try (Endpoint endpoint = connect()) {
                body.accept(new Calls(endpoint, journal, weather, random));
            } catch (CallFailed failed) {
                journal.failed(Kind.UNEXPECTED, "connect", failed.failure());
            } catch (RuntimeException broken) {
                // A fault of this program must not look like a clean storm.
                journal.failed(Kind.UNEXPECTED, "client", new Failure(-1, 0, "CLIENT", broken.toString()));
                broken.printStackTrace();
            }
        });
    }

    /** What is left of a storm. */
    private record Rest(Footprint footprint, Holdings holdings) {}

    /** Waits until disk, memory and what services hold are back to where they were or the user's patience is over. */
    private Rest settled(Footprint before, Holdings held) {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(what.settleSeconds);
        while (true) {
            Rest rest = new Rest(footprint(), target.holdings());
            boolean isGivenBack = rest.holdings().grownSince(held).isEmpty();
            if ((isGivenBack && isBack(before, rest.footprint())) || System.nanoTime() - untilNs >= 0) {
                return rest;
            }
            progress.show("waiting until the server gives back memory, %d MB, and disk, %s"
                    .formatted(
                            rest.footprint().rssMb(),
                            rest.footprint().diskKb() < 0
                                    ? "unknown"
                                    : rest.footprint().diskKb() / 1024 + " MB"));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static boolean isBack(Footprint before, Footprint now) {
        boolean isDiskBack = before.diskKb() < 0 || now.diskKb() <= before.diskKb() * 1.01;
        boolean isMemoryBack = before.rssMb() < 0 || now.rssMb() <= before.rssMb() * 1.1;
        return isDiskBack && isMemoryBack;
    }

    private Footprint footprint() {
        return target.footprint(where.data);
    }

    private Map<String, Object> facts(String version, Instant began, int kills, Holdings held, Holdings left) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("server", version);
        facts.put("uri", target.server().isPresent() ? "a standalone of its own" : String.join(" ", target.uris()));
        facts.put("began", began.toString());
        facts.put("seed", what.seed);
        facts.put("base rows", what.rows);
        facts.put("dim", what.dim);
        facts.put("clients", what.clients);
        facts.put("scenes", what.scenes);
        facts.put("seconds", what.seconds);
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        what.like.ifPresent(like -> facts.put("like", like));
        if (what.isChaotic) {
            facts.put("kills", kills);
        }
        left.counts()
                .forEach((name, count) ->
                        facts.put(name, held.counts().getOrDefault(name, 0L) + " before, " + count + " after"));
        return facts;
    }
}
