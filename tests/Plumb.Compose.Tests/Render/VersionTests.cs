using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Tests.Render;

/// <summary>A new version of Compose makes no stack differ: every hash is the same with the oldest and the newest that we test with.</summary>
public sealed class VersionTests
{
    public static TheoryData<string> Names => [.. Stacks.Keys];

    private static readonly Dictionary<string, StackContent> Stacks = new(StringComparer.Ordinal)
    {
        ["plain"] = Samples.Content(("compose.yaml", "services: { a: { image: busybox, command: 'sleep 9' }, b: { image: busybox, init: true } }")),
        ["mounts"] = Samples.Content(
            ("compose.yaml", """
                services:
                  a:
                    image: busybox
                    volumes:
                      - ./conf:/conf:ro,z
                      - data:/data
                      - /anonymous
                      - { type: bind, source: ./conf, target: /c2 }
                      - { type: bind, source: ./conf, target: /c3, bind: { create_host_path: false } }
                      - { type: bind, source: ./conf, target: /c4, bind: { propagation: rslave } }
                      - { type: volume, source: data, target: /d2, volume: { nocopy: true, subpath: s } }
                      - { type: tmpfs, target: /t, tmpfs: { size: 10m, mode: 0755 } }
                    tmpfs: [/run, "/tmp:size=1m"]
                    configs: [one, { source: two, target: /two, uid: "103", mode: 0440 }]
                    secrets: [s, { source: s, target: other, mode: 0400 }]
                    volumes_from: [b]
                  b: { image: busybox }
                volumes: { data: { driver: local, driver_opts: { type: tmpfs, o: "size=1", device: tmpfs }, labels: [x=y] } }
                configs: { one: { file: ./conf/a.txt }, two: { content: "x$$y" } }
                secrets: { s: { file: ./s.txt } }
                """),
            ("conf/a.txt", "a"),
            ("s.txt", "s")),
        ["networks"] = Samples.Content(("compose.yaml", """
            services:
              a: { image: busybox, networks: { n: { ipv4_address: 172.16.238.10, priority: 10, aliases: [x] }, default: }, mac_address: "02:42:ac:11:65:43" }
              b: { image: busybox, network_mode: "service:a", ipc: "service:a", pid: host }
              c: { image: busybox, network_mode: host }
              d: { image: busybox, network_mode: none }
            networks:
              n: { driver: bridge, attachable: true, internal: true, enable_ipv6: false, ipam: { driver: default, config: [{ subnet: 172.16.238.0/24, gateway: 172.16.238.1 }] }, labels: { a: b }, driver_opts: { k: 1 } }
              default: { driver_opts: { z: "2" } }
            """)),
        ["limits"] = Samples.Content(("compose.yaml", """
            services:
              a: { image: busybox, mem_limit: 50M, memswap_limit: -1, cpus: 0.5, cpu_shares: 73, cpuset: "0,1", pids_limit: 9, shm_size: 1g, ulimits: { nproc: 65535, nofile: { soft: 1, hard: 2 } }, oom_score_adj: -5 }
              b: { image: busybox, scale: 2, deploy: { mode: replicated, replicas: 2, resources: { limits: { cpus: "0.50", memory: 50M, pids: 1 }, reservations: { memory: 20M } }, restart_policy: { condition: on-failure, delay: 5s, max_attempts: 3, window: 120s }, placement: { constraints: [a==b] } } }
            """)),
        ["texts"] = Samples.Content(
            ("compose.yaml", """
                x-common: &c { restart: on-failure:3, labels: { l: "1" } }
                services:
                  a:
                    <<: *c
                    image: busybox
                    environment: { A: "a$$b", B: , C: "", N: 1.50, T: true, M: "one\ntwo\n" }
                    env_file: [a.env, { path: none.env, required: false }]
                    command: ["sh", "-c", "echo $$HOME"]
                    entrypoint: []
                    healthcheck: { test: "true", interval: 1m30s, start_period: 5s, retries: 3 }
                    stop_grace_period: 1m30s
                    logging: { driver: json-file, options: { max-size: 10m } }
                    sysctls: { net.core.somaxconn: 1024 }
                    extra_hosts: ["a:1.2.3.4", "b=::1"]
                    expose: ["3000", 8000]
                    ports: ["3001-3002", "127.0.0.1:8001:80/udp", { target: 81, published: 8081, mode: host }]
                    develop: { watch: [{ action: sync, path: ./a.env, target: /x }] }
                    depends_on: { b: { condition: service_completed_successfully, required: false } }
                    profiles: []
                    x-mine: 1
                  b: { image: busybox, links: ["c:cc"] }
                  c: { image: busybox, healthcheck: { disable: true }, profiles: [""] }
                """.Replace(", profiles: [\"\"]", "", StringComparison.Ordinal)),
            ("a.env", "E1=x\nE2=\"q ${E1}\"\n")),
        ["builds"] = Samples.Content(
            ("compose.yaml", "services: { a: { build: ./app }, b: { image: mine, build: { context: ., dockerfile: app/Dockerfile, args: { A: 1 }, target: t, labels: [x=y] } } }"),
            ("app/Dockerfile", "FROM busybox")),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hashes_are_the_same_on_both(string name)
    {
        var older = await Samples.RenderAsync(Stacks[name], version: RealCompose.Older);
        var newer = await Samples.RenderAsync(Stacks[name], version: RealCompose.Newer);
        Assert.Equal(Facts(older), Facts(newer));
    }

    private static string Facts(RenderedStack stack) => string.Join(
        '\n',
        stack.Services.Values.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Name} {s.InputsHash} {s.Scale} {s.Settings} {string.Join(',', s.Networks)} {string.Join(',', s.Volumes)}")
            .Append(stack.ComposeHash)
            .Append(string.Join(' ', stack.Waves.Select(w => string.Join(',', w)))));
}
