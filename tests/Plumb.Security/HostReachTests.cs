using Plumb.Security.Kit;

namespace Plumb.Security;

/// <summary>What makes Compose itself, not a container, reach for what is the host's: the same rules on the raw text and on the rendered model.</summary>
public sealed class HostReachTests
{
    [Theory]
    [InlineData("provider: { type: sh, options: { c: touch } }", "compose.provider")]
    [InlineData("image: busybox, use_api_socket: true", "compose.api-socket")]
    [InlineData("image: busybox, models: [m]", "compose.models")]
    [InlineData("build: { context: ., ssh: [default=/etc/ssh/ssh_host_ed25519_key] }", "compose.build-ssh")]
    [InlineData("build: { context: ., ssh: [default] }", "compose.build-ssh")]
    [InlineData("build: { context: ., cache_to: ['type=local,dest=/etc/x'] }", "compose.build-cache")]
    [InlineData("build: { context: ., cache_from: ['src=/etc,type=local'] }", "compose.build-cache")]
    public async Task It_is_refused_by_source_and_agent(string service, string rule)
    {
        var compose = $"services: {{ a: {{ {service} }} }}\n";
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", compose));
        Assert.Equal($"compose.yaml {rule}", (await checkout.OneAsync()).Said);
        var agent = (await checkout.RenderAsync("a", Checkout.Content(("compose.yaml", compose)))).Refusal;
        Assert.True(agent?.Rule == rule || agent?.Rule == "compose.invalid", agent?.ToString() ?? "good");
    }

    [Theory]
    [InlineData("image: busybox, use_api_socket: false, privileged: true, volumes: ['/var/run/docker.sock:/var/run/docker.sock']")]
    [InlineData("build: { context: ., cache_from: [busybox, 'type=registry,ref=x'], ssh: [] }")]
    public async Task What_a_container_gets_is_its_writers_business(string service)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", $"services: {{ a: {{ {service} }} }}\n"));
        Assert.Equal("good", (await checkout.OneAsync()).Said);
    }
}
