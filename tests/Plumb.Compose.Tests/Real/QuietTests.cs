using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Real;

/// <summary>Whatever Compose users write comes up, and then nothing is found to do: what is compared is what the engine really keeps.</summary>
public sealed class QuietTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    public static TheoryData<string, string> Files => new()
    {
        { "every limit", """
            services:
              a: { image: busybox, command: sleep 600, mem_limit: 64m, mem_reservation: 32m, memswap_limit: 128m, cpus: 0.5, cpu_shares: 512, pids_limit: 50, cpuset: "0" }
              b: { image: busybox, command: sleep 600, mem_limit: 64m, memswap_limit: -1, cpu_quota: 50000, cpu_period: 100000, pids_limit: -1 }
              c: { image: busybox, command: sleep 600, deploy: { resources: { limits: { cpus: "0.25", memory: 48M, pids: 20 }, reservations: { memory: 24M } } } }
              d: { image: busybox, command: sleep 600, mem_limit: 64m }
            """ },
        { "every restart policy", """
            services:
              a: { image: busybox, command: sleep 600, restart: always }
              b: { image: busybox, command: sleep 600, restart: unless-stopped }
              c: { image: busybox, command: sleep 600, restart: "on-failure:3" }
              d: { image: busybox, command: sleep 600, restart: on-failure }
              e: { image: busybox, command: sleep 600, restart: "no" }
              f: { image: busybox, command: sleep 600, deploy: { restart_policy: { condition: on-failure, max_attempts: 2 } } }
              g: { image: busybox, command: sleep 600, deploy: { restart_policy: { condition: any } } }
            """ },
        { "networks of all kinds", """
            services:
              a: { image: busybox, command: sleep 600, networks: { front: { aliases: [x, y] }, back: { ipv4_address: 10.231.7.9 } } }
              b: { image: busybox, command: sleep 600, network_mode: host }
              c: { image: busybox, command: sleep 600, network_mode: none }
              d: { image: busybox, command: sleep 600, network_mode: bridge }
              e: { image: busybox, command: sleep 600, ports: ["127.0.0.1:18081:80", "18082-18083:81-82/udp", "83"] }
            networks: { front: { driver_opts: { com.docker.network.bridge.name: plumbq0 } }, back: { ipam: { config: [{ subnet: 10.231.7.0/24 }] } } }
            """ },
        { "shared namespaces", """
            services:
              a: { image: busybox, command: sleep 600, ipc: shareable }
              b: { image: busybox, command: sleep 600, ipc: "service:a", pid: "service:a" }
              c: { image: busybox, command: sleep 600, network_mode: "service:a", depends_on: [b] }
            """ },
        { "volumes of all kinds", """
            services:
              a: { image: busybox, command: sleep 600, volumes: ["data:/data", "/anonymous", "./own:/own", { type: tmpfs, target: /t }, { type: volume, source: named, target: /n, read_only: true }], tmpfs: [/u] }
              b: { image: busybox, command: sleep 600, volumes: ["data:/data"] }
              c: { image: busybox, command: sleep 600, volumes_from: ["b:ro"], links: ["b:alias"] }
            volumes: { data: { labels: { x: y } }, named: { name: plumb-quiet-named } }
            """ },
        { "everything else", """
            x-common: &common { image: busybox, command: sleep 600 }
            services:
              a:
                <<: *common
                init: true
                hostname: h
                user: "0:0"
                working_dir: /tmp
                environment: { A: "1", B: "$$HOME", C: "" }
                labels: { own: "$$x" }
                cap_add: [NET_ADMIN]
                cap_drop: [ALL]
                ulimits: { nofile: { soft: 100, hard: 200 } }
                sysctls: { net.ipv4.ip_forward: "1" }
                extra_hosts: ["h:1.2.3.4"]
                dns: [1.1.1.1]
                security_opt: ["no-new-privileges:true"]
                read_only: true
                shm_size: 8m
                stop_grace_period: 3s
                stop_signal: SIGINT
                logging: { driver: json-file, options: { max-size: 1m } }
                healthcheck: { test: ["CMD", "true"], interval: 1s, start_period: 5s }
                privileged: false
                oom_score_adj: 100
                tty: true
                stdin_open: true
              b: { <<: *common, container_name: plumb-quiet-fixed }
              c: { <<: *common, scale: 2, annotations: { x: y } }
              d: { <<: *common, scale: 0 }
              e: { <<: *common, profiles: [never] }
            """ },
        { "configs and secrets of all kinds", """
            services:
              a:
                image: busybox
                command: sleep 600
                configs: [inline, { source: file, target: /etc/file, mode: 0440 }, environment]
                secrets: [file, { source: environment, target: other }]
            configs: { inline: { content: "in $${line}" }, file: { file: ./file }, environment: { environment: VALUE } }
            secrets: { file: { file: ./file }, environment: { environment: VALUE } }
            """ },
        { "one-shots and waits", """
            services:
              job: { image: busybox, command: "true" }
              again: { image: busybox, command: "true", restart: on-failure }
              db: { image: busybox, command: sleep 600, healthcheck: { test: "true", interval: 1s } }
              web:
                image: busybox
                command: sleep 600
                depends_on: { job: { condition: service_completed_successfully }, db: { condition: service_healthy }, maybe: { condition: service_started, required: false } }
              maybe: { image: busybox, command: sleep 600, profiles: [never] }
            """ },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Comes_up_and_is_quiet(string what, string file)
    {
        Assert.NotEmpty(what);
        foreach (var version in (string[])[RealCompose.Older, RealCompose.Newer])
        {
            await using var stage = await Stage.OnAsync(shared.Engine, file, version);
            stage.File("file", "bytes\n").File("own/tracked", "bytes\n");
            stage.Target = target => target with
            {
                Settings = target.Settings with { Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["VALUE"] = "val$ue" } },
            };
            await stage.UpAsync();
            await stage.StaysQuietAsync();
            await stage.RestartAsync(version == RealCompose.Older ? RealCompose.Newer : RealCompose.Older);
            await stage.StaysQuietAsync();
            var services = (await stage.SpecAsync()).Rendered!.Services;
            await stage.DownAsync();
            Assert.Empty(await stage.ContainersAsync());
            Assert.NotEmpty(services);
        }
    }

    [Fact]
    public async Task An_image_that_is_built_is_built_once_and_again_when_its_context_changes()
    {
        foreach (var version in (string[])[RealCompose.Older, RealCompose.Newer])
        {
            await using var stage = await Stage.OnAsync(shared.Engine, "services: { app: { build: ./app }, web: { image: busybox, command: sleep 600 } }", version);
            stage.File("app/Dockerfile", "FROM busybox\nCOPY hello /hello\nCMD [\"sleep\", \"600\"]\n").File("app/hello", "one\n");
            await stage.UpAsync();
            await stage.StaysQuietAsync();
            Assert.Equal("one", await stage.ReadAsync("app", "/hello"));
            var image = await shared.Engine.DockerAsync("inspect", "-f", "{{.Id}}", $"{stage.Project}-app");
            await shared.Engine.DockerAsync("rm", "-f", stage.Name("app"));
            await stage.UpAsync();
            Assert.Equal(image, await shared.Engine.DockerAsync("inspect", "-f", "{{.Id}}", $"{stage.Project}-app"));

            stage.File("app/hello", "two\n");
            await stage.UpAsync();

            Assert.Equal("two", await stage.ReadAsync("app", "/hello"));
            await stage.StaysQuietAsync();
        }
    }

    [Fact]
    public async Task A_build_that_fails_says_why_and_does_not_stop_the_others()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, "services: { app: { build: ./app }, web: { image: busybox, command: sleep 600 } }");
        stage.File("app/Dockerfile", "FROM busybox\nRUN echo broken tool && exit 9\n");

        await stage.RunAsync();

        Assert.Contains("app did not come up: its image could not be built", stage.Error());
        Assert.Contains("exit code: 9", stage.Error());
        Assert.Equal([stage.Name("web")], (await stage.ContainersAsync()).Keys);
        Assert.IsType<StepOutcome.Failed>(stage.Done[^1].Outcome);
    }
}
