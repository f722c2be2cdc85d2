using System.Security.Cryptography.X509Certificates;
using Plumb.Agent.Link;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Platform.Remote;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Link;

/// <summary>The agent's key goes only to who proves to be the control plane.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TempDir data = new();
    private readonly X509Certificate2 certificate = TestCertificate.Make();

    public void Dispose()
    {
        certificate.Dispose();
        data.Dispose();
    }

    [Fact]
    public async Task A_certificate_of_the_named_authority_is_believed()
    {
        await using var plane = await ControlPlane.StartAsync(certificate);
        using var http = LinkClient.Create(plane.Address, Roots(certificate));
        Assert.IsType<LinkAnswer<Contracts.Targets.TargetState>.Fresh>(await AskAsync(http));
    }

    [Fact]
    public async Task One_of_another_authority_is_not_and_no_key_is_sent()
    {
        await using var plane = await ControlPlane.StartAsync(certificate);
        using var other = TestCertificate.Make();
        foreach (var roots in new[] { Roots(other), TrustedRoots.OfMachine })
        {
            using var http = LinkClient.Create(plane.Address, roots);
            Assert.IsType<LinkAnswer<Contracts.Targets.TargetState>.Away>(await AskAsync(http));
        }

        Assert.Equal(0, plane.Polls);
    }

    [Fact]
    public async Task One_for_another_name_is_not()
    {
        using var named = TestCertificate.Make("elsewhere.example");
        await using var plane = await ControlPlane.StartAsync(named);
        using var http = LinkClient.Create(plane.Address, Roots(named));
        Assert.IsType<LinkAnswer<Contracts.Targets.TargetState>.Away>(await AskAsync(http));
        Assert.Equal(0, plane.Polls);
    }

    private TrustedRoots Roots(X509Certificate2 authority) => TrustedRoots.Read(data.Write($"{Guid.NewGuid():N}.pem", authority.ExportCertificatePem()));

    private static Task<LinkAnswer<Contracts.Targets.TargetState>> AskAsync(HttpClient http) =>
        new ControlPlaneLink(http, ControlPlane.Agent, ControlPlane.Token, TimeProvider.System).GetTargetStateAsync(etag: null, TimeSpan.Zero, generation: null, CancellationToken.None);
}
