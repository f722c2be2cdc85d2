using System.Text.Json;
using Plumb.Compose.Render;
using Plumb.Contracts.Stacks;

namespace Plumb.Compose.Tests.Render;

public sealed class StackRendererTests
{
    [Fact]
    public async Task Reads_what_a_service_should_be()
    {
        var stack = await Samples.RenderAsync(Samples.Content(
            ("compose.yaml", """
                services:
                  web:
                    image: plumb/web:1
                    ports: ["8080:80"]
                    networks: [front]
                    volumes: [data:/data, ./conf:/conf]
                    depends_on: { db: { condition: service_healthy } }
                    deploy: { replicas: 2, resources: { limits: { memory: 64M, cpus: "0.5", pids: 9 } } }
                    restart: unless-stopped
                  db: { image: busybox, healthcheck: { test: "true" }, network_mode: none, mem_limit: 1m, memswap_limit: -1 }
                  job: { image: busybox, restart: on-failure:3, network_mode: "service:db", entrypoint: [sh, -c], command: 'echo "a b" $$HOME', environment: { A: "1$$", B: "", C: } }
                  app: { build: ./app }
                networks: { front: { driver_opts: { k: v } }, ext: { external: true, name: other } }
                volumes: { data: { driver_opts: { type: tmpfs } } }
                """),
            ("conf/a.txt", "a"),
            ("app/Dockerfile", "FROM busybox")));

        Assert.Equal("web", stack.Project);
        Assert.Equal($"{Samples.Places}/source+infra/web", stack.Directory);
        Assert.Equal([["app", "db"], ["job", "web"]], stack.Waves);
        Assert.Equal("front", stack.Networks["web_front"].Key);
        Assert.Equal("tmpfs", stack.Volumes["web_data"].Options["type"]);

        var web = stack.Services["web"];
        Assert.Equal((2, "plumb/web:1", false, "unless-stopped", false), (web.Scale, web.Image, web.Builds, web.Restart, web.MayFinish));
        Assert.Equal(["web_front"], web.Networks);
        Assert.Equal(["web_data"], web.Volumes);
        Assert.Equal(["conf/a.txt"], web.MountedContent);
        Assert.Equal(("db", "service_healthy", true, false), (web.DependsOn[0].Service, web.DependsOn[0].Condition, web.DependsOn[0].Required, web.DependsOn[0].Restart));
        Assert.Equal((64L << 20, 128L << 20, 500_000_000L, 9L), (web.Settings.Memory, web.Settings.MemorySwap, web.Settings.NanoCpus, web.Settings.PidsLimit));
        Assert.Equal(-1, stack.Services["db"].Settings.MemorySwap);
        Assert.True(stack.Services["db"].HasHealthCheck);

        var job = stack.Services["job"];
        Assert.True(job.MayFinish);
        Assert.Equal(("on-failure", 3), (job.Settings.Restart, job.Settings.RestartRetries));
        Assert.Equal(["db"], job.SharesNamespaceOf);
        Assert.Empty(job.Networks);
        Assert.Equal(["sh", "-c"], job.Program.Entrypoint);
        Assert.Equal(["echo", "a b", "$HOME"], job.Program.Command);
        Assert.Equal(["A=1$", "B="], job.Program.Environment);
        Assert.Equal((null, null), (web.Program.Entrypoint, web.Program.Command));
        Assert.True(stack.Services["app"].Builds);
        Assert.Null(stack.Services["app"].Image);
    }

    [Fact]
    public async Task The_same_content_gives_the_same_bytes_and_names_no_private_directory()
    {
        var content = Samples.Content(("compose.yaml", "services: { a: { image: busybox, volumes: ['./x:/x'], env_file: a.env } }"), ("a.env", "A=1"));
        var one = await Samples.RenderAsync(content);
        var other = await Samples.RenderAsync(content);
        Assert.Equal(one.Model.ToJsonString(), other.Model.ToJsonString());
        Assert.Equal(one.ComposeHash, other.ComposeHash);
        Assert.DoesNotContain("staging", one.Model.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal($"{Samples.Places}/source+infra/web/x", one.Model["services"]!["a"]!["volumes"]![0]!["source"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_of_the_rendering_is_left_on_disk()
    {
        using var directory = new TempDir();
        var renderer = await Samples.RendererAsync(directory);
        var content = Samples.Content(("compose.yaml", "services: { a: { image: busybox } }"));
        Samples.Rendered(await renderer.RenderAsync(Samples.Stack(content), content, default));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.At("staging")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.At("staging")));
    }

    [Fact]
    public async Task What_a_killed_process_left_behind_goes_at_the_next_start()
    {
        using var directory = new TempDir();
        directory.Write("staging/old/secret", "x");
        await Samples.RendererAsync(directory);
        Assert.False(Directory.Exists(directory.At("staging", "old")));
    }

    [Theory]
    [InlineData("", null, "web")]
    [InlineData("name: Other", null, "other")]
    [InlineData("name: web", null, "web")]
    [InlineData("name: other", "mine", "mine")]
    public async Task The_project_is_named_by_settings_then_by_the_file_then_by_the_path(string line, string? setting, string project)
    {
        var content = Samples.Content(("compose.yaml", line + "\nservices: { a: { image: busybox } }\n"));
        var stack = await Samples.RenderAsync(content, new StackSettings { Project = setting });
        Assert.Equal(project, stack.Project);
        Assert.Contains($"{project}_default", stack.Networks.Keys);
    }

    [Fact]
    public async Task A_stack_at_the_deploy_directory_itself_is_named_after_its_source()
    {
        var content = Samples.Content(("compose.yaml", "services: { a: { image: busybox } }"));
        Assert.Equal("infra", (await Samples.RenderAsync(content, path: ".")).Project);
    }

    [Fact]
    public async Task Variables_come_only_from_the_settings_and_tracked_env_files()
    {
        var content = Samples.Content(
            ("compose.yaml", "services: { a: { image: 'busybox:${TAG}', environment: { FROM_FILE: '${IN_FILE}', HOME: '${HOME}', PATH: '${PATH:-none}', DOCKER_HOST: '${DOCKER_HOST:-none}' } } }"),
            (".env", "TAG=file\nIN_FILE=yes\n"));
        var stack = await Samples.RenderAsync(content, new StackSettings { Variables = new Dictionary<string, string> { ["TAG"] = "set" } });
        Assert.Equal("busybox:set", stack.Services["a"].Image);
        Assert.Equal("""{"DOCKER_HOST":"none","FROM_FILE":"yes","HOME":"","PATH":"none"}""", stack.Model["services"]!["a"]!["environment"]!.ToJsonString());
    }

    [Fact]
    public async Task Several_files_profiles_env_files_include_extends_and_anchors_work()
    {
        var content = Samples.ContentAt(
            "stacks/web",
            ("stacks/web/compose.yaml", """
                include: [../../common/log.yaml]
                x-base: &base { restart: always }
                services:
                  web: { <<: *base, image: busybox, extends: { file: ../../common/base.yaml, service: base } }
                  debug: { image: busybox, profiles: [debug] }
                  never: { image: busybox, profiles: [never] }
                """),
            ("stacks/web/prod.yaml", "services: { web: { command: ['sleep', '${SECONDS}'] } }"),
            ("stacks/web/prod.env", "SECONDS=9"),
            ("common/base.yaml", "services: { base: { image: other, labels: { from: base }, env_file: base.env } }"),
            ("common/base.env", "BASE=1"),
            ("common/log.yaml", "services: { log: { image: busybox, volumes: ['./data:/data'] } }"));
        var stack = await Samples.RenderAsync(
            content, new StackSettings { Files = ["compose.yaml", "prod.yaml"], Profiles = ["debug"], EnvFiles = ["prod.env"] });
        Assert.Equal(["debug", "log", "web"], stack.Services.Keys.Order(StringComparer.Ordinal));
        var web = stack.Model["services"]!["web"]!;
        Assert.Equal("""["sleep","9"]""", web["command"]!.ToJsonString());
        Assert.Equal("1", web["environment"]!["BASE"]!.GetValue<string>());
        Assert.Equal("always", web["restart"]!.GetValue<string>());
        Assert.Null(stack.Model["services"]!["debug"]!["profiles"]);
        Assert.Equal($"{Samples.Places}/source+infra/.beside/web/2/common/data", stack.Model["services"]!["log"]!["volumes"]![0]!["source"]!.GetValue<string>());
    }

    [Fact]
    public async Task Dollars_lines_and_other_scripts_come_through_as_they_are()
    {
        var content = Samples.Content(("compose.yaml", "services:\n  a:\n    image: busybox\n    command: ['echo', '$$HOME']\n    environment:\n      M: |\n        one\n        日本 ünï \"q\"\n"));
        var service = (await Samples.RenderAsync(content)).Model["services"]!["a"]!;
        Assert.Equal("$$HOME", service["command"]![1]!.GetValue<string>());
        Assert.Equal("one\n日本 ünï \"q\"\n", service["environment"]!["M"]!.GetValue<string>());
    }

    [Fact]
    public async Task Configs_and_secrets_made_of_variables_keep_their_values()
    {
        var content = Samples.Content(
            ("compose.yaml", "services: { a: { image: busybox, configs: [c], secrets: [s] } }\nconfigs: { c: { environment: ONE } }\nsecrets: { s: { environment: TWO } }"),
            (".env", "TWO='to$$'\n"));
        var settings = new StackSettings { Variables = new Dictionary<string, string> { ["ONE"] = "fi rst" } };
        var stack = await Samples.RenderAsync(content, settings);
        Assert.Equal("fi rst", stack.Variables["ONE"]);
        Assert.Equal("to$$", stack.Variables["TWO"]);
        var other = await Samples.RenderAsync(content, settings with { Variables = new Dictionary<string, string> { ["ONE"] = "second" } });
        Assert.NotEqual(stack.Services["a"].InputsHash, other.Services["a"].InputsHash);
    }

    [Fact]
    public async Task A_stack_in_another_place_has_the_same_compose_hash_and_other_inputs()
    {
        using var directory = new TempDir();
        var content = Samples.Content(("compose.yaml", "services: { a: { image: busybox, volumes: ['./x:/x'] } }"));
        var here = Samples.Rendered(await (await Samples.RendererAsync(directory)).RenderAsync(Samples.Stack(content), content, default));
        var there = Samples.Rendered(await (await Samples.RendererAsync(directory, places: "/srv/$x/stacks")).RenderAsync(Samples.Stack(content), content, default));
        Assert.Equal(here.ComposeHash, there.ComposeHash);
        Assert.NotEqual(here.Services["a"].InputsHash, there.Services["a"].InputsHash);
        Assert.Equal("/srv/$$x/stacks/source+infra/web/x", there.Model["services"]!["a"]!["volumes"]![0]!["source"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_model_is_a_document_that_Compose_takes_back_unchanged()
    {
        var content = Samples.Content(("compose.yaml", "services: { a: { image: busybox, command: [echo, $$x], mem_limit: 1m, memswap_limit: -1, configs: [{ source: c, mode: 0440 }] } }\nconfigs: { c: { content: 'a$$b' } }"));
        var stack = await Samples.RenderAsync(content);
        using var directory = new TempDir();
        var path = directory.Write("m.json", stack.Model.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        foreach (var version in (string[])[RealCompose.Older, RealCompose.Newer])
        {
            var cli = await World.ComposeAsync(version);
            var again = await cli.ConfigAsync(new Compose.Cli.ConfigRequest { Directory = directory.Path, Files = [path] }, default);
            var text = Assert.IsType<Compose.Cli.ComposeRun.Succeeded>(again).Output;
            Assert.Equal(CanonicalModel.Of(stack.Model), CanonicalModel.Of(System.Text.Json.Nodes.JsonNode.Parse(text)));
        }
    }
}
